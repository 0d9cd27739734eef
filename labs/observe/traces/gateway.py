"""The gateway's part in traces, from its access log: it writes down no spans of its own."""

from datetime import datetime

import msgspec

from labs.observe.traces.span import Kind, Span

_IDS = 55
"""Characters of a `traceparent`."""


class _Entry(msgspec.Struct, frozen=True):
    time: str
    method: str | None = None
    status: int | None = None
    duration_ms: int | None = None
    route: str | None = None
    attempts: int | None = None
    traceparent: str | None = None


_decode = msgspec.json.Decoder(_Entry).decode


def gateway_span(line: bytes) -> Span | None:
    """The span of one request that the gateway passed on; None where it took part in no trace."""
    try:
        entry = _decode(line)
        begin_ns = int(datetime.fromisoformat(entry.time).timestamp() * 1e9)
    except (msgspec.MsgspecError, ValueError):
        return None
    parent = entry.traceparent or ""
    if len(parent) < _IDS:
        return None
    status = entry.status or 0
    return Span(
        trace_id=parent[3:35],
        span_id=parent[36:52],
        parent_id="",
        name=f"{entry.method} {entry.route or ''}".rstrip(),
        kind=Kind.SERVER,
        begin_ns=begin_ns,
        end_ns=begin_ns + (entry.duration_ms or 0) * 1_000_000,
        service="gateway",
        instance="gateway",
        error=str(status) if status >= 500 else "",  # noqa: PLR2004 - HTTP's own boundary
        attributes={"http.response.status_code": status, "shop.attempts": entry.attempts or 0},
    )
