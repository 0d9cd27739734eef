"""Everything that one replica is observed with."""

import os
from dataclasses import dataclass
from pathlib import Path

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from labs.commerce.platform.telemetry.collector import Collector
from labs.commerce.platform.telemetry.log import Log
from labs.commerce.platform.telemetry.metrics import Metrics
from labs.commerce.platform.telemetry.otlp import SCOPE
from labs.commerce.platform.telemetry.recorder import Recorder
from labs.commerce.platform.telemetry.sampling import Sampling
from labs.commerce.platform.telemetry.tracing import Tracer
from labs.commerce.spec import Deployable, Tracing

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
"""Where a collector takes OTLP over HTTP, as OpenTelemetry's own exporters read it."""


@dataclass(frozen=True, slots=True)
class Instruments:
    """Log, metrics and traces of one replica."""

    log: Log
    metrics: Metrics
    tracer: Tracer
    recorder: Recorder | None
    """Writes the spans down; None where nothing is traced."""


def instruments(deployable: Deployable, tracing: Tracing) -> Instruments:
    """The instruments of a replica. Spans go where the specification says, if it says so."""
    log, metrics = Log(deployable.instance), Metrics()
    sampling = Sampling(tracing.ratio, tracing.per_second)
    if not deployable.traces:
        return Instruments(log, metrics, Tracer(None, sampling), None)
    resource = _resource(deployable)
    collector = os.environ.get(ENDPOINT)
    send = Collector(collector, metrics).send if collector else None
    recorder = Recorder(resource, Path(deployable.traces), send)
    # what is not sampled never gets as far as this provider
    provider = TracerProvider(sampler=ALWAYS_ON, resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(recorder)
    return Instruments(log, metrics, Tracer(provider.get_tracer(SCOPE), sampling), recorder)


def _resource(deployable: Deployable) -> Resource:
    return Resource(
        {
            "service.namespace": "shop",
            "service.name": deployable.name,
            "service.instance.id": deployable.instance,
            "service.version": deployable.version,
            "shop.modules": deployable.modules,
        }
    )
