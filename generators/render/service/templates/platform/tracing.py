"""Traces: W3C `traceparent` in and out, sent by OTLP where a collector is named."""

from collections.abc import Mapping
from importlib.metadata import entry_points

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_W3C = TraceContextTextMapPropagator()


def provider(service: str, collector_url: str, ratio: float) -> TracerProvider:
    """Traces that begin here are sampled by `ratio`; those of others as they decided."""
    made = TracerProvider(
        resource=Resource.create({"service.name": service}),
        sampler=ParentBased(TraceIdRatioBased(ratio)),
        shutdown_on_exit=False,
    )
    if collector_url:
        made.add_span_processor(BatchSpanProcessor(_exporter(collector_url)))
    return made


def received(headers: Mapping[str, str]) -> Context:
    """The trace that a request or an event belongs to."""
    return _W3C.extract(headers)


def outgoing() -> dict[str, str]:
    """The headers that continue the current trace at a peer; none outside any trace."""
    headers: dict[str, str] = {}
    _W3C.inject(headers)
    return headers


def traceparent() -> str:
    """The current trace, as an event carries it."""
    return outgoing().get("traceparent", "")


def failed(code: str) -> None:
    """Mark the current span."""
    trace.get_current_span().set_status(trace.StatusCode.ERROR, code)


def _exporter(url: str) -> SpanExporter:
    """By entry point, as OpenTelemetry's own launcher finds it."""
    (found,) = entry_points(group="opentelemetry_traces_exporter", name="otlp_proto_http")
    exporter: SpanExporter = found.load()(endpoint=url)
    return exporter
