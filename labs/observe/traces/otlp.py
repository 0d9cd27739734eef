"""OTLP in JSON, as the shop's processes write it, back into spans."""

from collections.abc import Iterator
from typing import Any

import msgspec

from labs.observe.traces.span import Kind, Moment, Span, Value

_KINDS = dict(enumerate(Kind, start=1))
_ERROR = 2


class _Wire(msgspec.Struct, frozen=True, rename="camel"):
    """A part of OTLP; keys that we do not need are passed over."""


class _Attribute(_Wire, frozen=True):
    key: str
    value: dict[str, Any]


class _Event(_Wire, frozen=True):
    time_unix_nano: str
    name: str
    attributes: list[_Attribute] = []


class _Status(_Wire, frozen=True):
    code: int = 0
    message: str = ""


class _Span(_Wire, frozen=True):
    trace_id: str
    span_id: str
    name: str
    kind: int
    start_time_unix_nano: str
    end_time_unix_nano: str
    parent_span_id: str = ""
    attributes: list[_Attribute] = []
    events: list[_Event] = []
    status: _Status = _Status()


class _Resource(_Wire, frozen=True):
    attributes: list[_Attribute] = []


class _ScopeSpans(_Wire, frozen=True):
    spans: list[_Span] = []


class _ResourceSpans(_Wire, frozen=True):
    resource: _Resource = _Resource()
    scope_spans: list[_ScopeSpans] = []


class _Line(_Wire, frozen=True):
    resource_spans: list[_ResourceSpans] = []


_decode = msgspec.json.Decoder(_Line).decode


def spans_of(line: bytes) -> Iterator[Span]:
    """The spans of one line.

    Raises:
        msgspec.MsgspecError: it is none; a process may have ended in the middle of one.
    """
    for part in _decode(line).resource_spans:
        described = _values(part.resource.attributes)
        service = str(described.get("service.name", ""))
        instance = str(described.get("service.instance.id", ""))
        for scope in part.scope_spans:
            yield from (_span(span, service, instance) for span in scope.spans)


def _span(span: _Span, service: str, instance: str) -> Span:
    attributes = _values(span.attributes)
    error = str(attributes.get("error.type", "error")) if span.status.code == _ERROR else ""
    return Span(
        trace_id=span.trace_id,
        span_id=span.span_id,
        parent_id=span.parent_span_id,
        name=span.name,
        kind=_KINDS.get(span.kind, Kind.INTERNAL),
        begin_ns=int(span.start_time_unix_nano),
        end_ns=int(span.end_time_unix_nano),
        service=service,
        instance=instance,
        error=error,
        attributes=attributes,
        moments=tuple(
            Moment(int(event.time_unix_nano), event.name, _values(event.attributes))
            for event in span.events
        ),
    )


def _values(attributes: list[_Attribute]) -> dict[str, Value]:
    return {each.key: _value(each.value) for each in attributes}


def _value(value: dict[str, Any]) -> Value:
    """A value of one of OTLP's kinds; whole numbers travel as text, lists are joined."""
    for kind, content in value.items():
        if kind == "intValue":
            return int(content)
        if kind == "arrayValue":
            return ",".join(str(_value(item)) for item in content.get("values", []))
        if isinstance(content, str | int | float | bool):
            return content
    return ""
