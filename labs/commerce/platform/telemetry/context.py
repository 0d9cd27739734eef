"""Where the running task is in a trace: W3C Trace Context, in and out."""

import re
from contextvars import ContextVar
from random import getrandbits

from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, TraceFlags, TraceState

from labs.commerce.platform.scope import current

TRACEPARENT, TRACESTATE = "traceparent", "tracestate"

_SHAPE = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})(?P<span>[0-9a-f]{16})"
    r"-(?P<flags>[0-9a-f]{2})(?:-.*)?"
)
_LONGEST_STATE = 512

active: ContextVar[Span | None] = ContextVar("span", default=None)
"""The span being recorded; None where nothing is."""


def received(traceparent: str) -> str:
    """A `traceparent` as we pass it on; empty when it is none. A later version is read as ours."""
    found = _SHAPE.fullmatch(traceparent)
    return f"00-{found['trace']}-{found['span']}-{found['flags']}" if found else ""


def unrecorded() -> str:
    """A trace that nobody records: its id still ties log lines together."""
    return f"00-{getrandbits(128) or 1:032x}-{getrandbits(64) or 1:016x}-00"


def is_sampled(traceparent: str) -> bool:
    """Whether the sender records the trace."""
    return traceparent[-1:] in tuple("13579bdf")


def traceparent() -> str:
    """What to send along; empty outside any trace."""
    span = active.get()
    return current().traceparent if span is None else written(span.get_span_context())


def headers() -> dict[str, str]:
    """What to send along with a call."""
    parent = traceparent()
    if not parent:
        return {}
    state = current().tracestate
    return {TRACEPARENT: parent, TRACESTATE: state} if state else {TRACEPARENT: parent}


def position() -> tuple[str, str]:
    """The ids of the trace and of the span; empty outside any trace."""
    parent = traceparent()
    return parent[3:35], parent[36:52]


def written(context: SpanContext) -> str:
    """A span's context as a `traceparent`."""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def parent_span(traceparent: str, tracestate: str) -> Span:
    """The remote span that a valid `traceparent` names."""
    state = TraceState.from_header([tracestate[:_LONGEST_STATE]]) if tracestate else None
    return NonRecordingSpan(
        SpanContext(
            int(traceparent[3:35], 16),
            int(traceparent[36:52], 16),
            is_remote=True,
            trace_flags=TraceFlags(int(traceparent[53:55], 16)),
            trace_state=state,
        )
    )
