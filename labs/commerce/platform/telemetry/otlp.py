"""Spans as OTLP writes them in JSON: ids in hexadecimal, enumerations as numbers.

Source: https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind

SCOPE = "labs.commerce"

_KINDS = {
    SpanKind.INTERNAL: 1,
    SpanKind.SERVER: 2,
    SpanKind.CLIENT: 3,
    SpanKind.PRODUCER: 4,
    SpanKind.CONSUMER: 5,
}
_encode = msgspec.json.encode


def line(resource: Resource, spans: Sequence[ReadableSpan]) -> bytes:
    """Spans of one process as one line of a file, or the body of one request."""
    scope_spans = {"scope": {"name": SCOPE}, "spans": [_span(span) for span in spans]}
    described = {"attributes": _attributes(resource.attributes)}
    return _encode({"resourceSpans": [{"resource": described, "scopeSpans": [scope_spans]}]})


def _span(span: ReadableSpan) -> dict[str, Any]:
    context = span.context
    found = {
        "traceId": f"{context.trace_id:032x}",
        "spanId": f"{context.span_id:016x}",
        "name": span.name,
        "kind": _KINDS[span.kind],
        "startTimeUnixNano": str(span.start_time),
        "endTimeUnixNano": str(span.end_time),
        "attributes": _attributes(span.attributes or {}),
        "events": [
            {
                "timeUnixNano": str(event.timestamp),
                "name": event.name,
                "attributes": _attributes(event.attributes or {}),
            }
            for event in span.events
        ],
        "links": [
            {"traceId": f"{link.context.trace_id:032x}", "spanId": f"{link.context.span_id:016x}"}
            for link in span.links
        ],
        "status": {"code": span.status.status_code.value},
    }
    if span.parent is not None:
        found["parentSpanId"] = f"{span.parent.span_id:016x}"
    return found


def _attributes(attributes: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in attributes.items()]


def _value(value: object) -> dict[str, Any]:
    match value:
        case bool():
            return {"boolValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
        case str():
            return {"stringValue": value}
        case Iterable():
            return {"arrayValue": {"values": [_value(item) for item in value]}}
    return {"stringValue": str(value)}
