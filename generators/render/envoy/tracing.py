"""The gateway's part in traces: it goes on with the caller's or begins one, and passes it on.

It writes down no spans: no collector runs beside it. The access log tells each request's place in
its trace.
"""

from generators.render.envoy.placement import Placement
from generators.render.envoy.typed import Json, extension

_MESSAGE = "envoy.config.trace.v3.OpenTelemetryConfig"
_SAMPLERS = "envoy.tracers.opentelemetry.samplers"
_SAMPLER_MESSAGES = "envoy.extensions.tracers.opentelemetry.samplers.v3"
_MILLION = 1_000_000
_NOBODY = {"uri": "http://127.0.0.1/v1/traces", "cluster": "no-collector", "timeout": "1s"}
"""Envoy wants an exporter, and `bootstrap` keeps it from ever using it."""
_DAY_MS = 24 * 3600 * 1000
_KEPT = 64


def connection_manager(placement: Placement) -> Json:
    """What the listener's connection manager is told."""
    if placement.trace_ratio is None:
        return {}
    provider = extension(
        "envoy.tracers.opentelemetry",
        _MESSAGE,
        service_name="gateway",
        http_service={"http_uri": _NOBODY},
        max_cache_size=_KEPT,
        sampler=_sampler(placement.trace_ratio),
    )
    return {"tracing": {"provider": provider}}


def _sampler(ratio: float) -> Json:
    """What the caller traces is traced; of the rest, a part."""
    part = {"numerator": round(ratio * _MILLION), "denominator": "MILLION"}
    root = extension(
        f"{_SAMPLERS}.trace_id_ratio_based",
        f"{_SAMPLER_MESSAGES}.TraceIdRatioBasedSamplerConfig",
        sampling_percentage=part,
    )
    message = f"{_SAMPLER_MESSAGES}.ParentBasedSamplerConfig"
    return extension(f"{_SAMPLERS}.parent_based", message, wrapped_sampler=root)


def log_fields(placement: Placement) -> dict[str, str]:
    """What the access log tells besides: the header, which names the gateway's own span."""
    return {} if placement.trace_ratio is None else {"traceparent": "%REQ(TRACEPARENT)%"}


def bootstrap(placement: Placement) -> Json:
    """What the whole process is told."""
    if placement.trace_ratio is None:
        return {}
    never = {
        "tracing.opentelemetry.flush_interval_ms": _DAY_MS,
        "tracing.opentelemetry.min_flush_spans": 2 * _KEPT,
    }
    return {"layered_runtime": {"layers": [{"name": "traces", "static_layer": never}]}}
