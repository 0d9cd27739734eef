"""What Prometheus reads: rates, errors and durations, and how full everything is."""

from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import generate_latest

from labs.commerce.platform.telemetry.families import HELP

M = TypeVar("M", Counter, Gauge, Histogram)

BUCKETS_S = (
    *(0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03),
    *(0.05, 0.075, 0.1, 0.2, 0.5, 1.0, 2.5),
)
"""Close together where the shop answers, so that a 95th percentile can be read off."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

disable_created_metrics()  # type: ignore[no-untyped-call]  # as many series again, which nobody reads


class Metrics:
    """The counters, gauges and histograms of one replica."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._families: dict[str, Counter | Gauge | Histogram] = {}
        # looking a series up in the client costs more than counting it does
        self._counters: dict[tuple[object, ...], Counter] = {}
        self._gauges: dict[tuple[object, ...], Gauge] = {}
        self._histograms: dict[tuple[object, ...], Histogram] = {}

    def count(self, name: str, amount: float = 1, /, **labels: str) -> None:
        """Add to a counter."""
        key = (name, *labels.items())
        series = self._counters.get(key)
        if series is None:
            series = self._counters[key] = self._series(Counter, name, labels)
        series.inc(amount)

    def gauge(self, name: str, value: float, /, **labels: str) -> None:
        """Set a gauge."""
        key = (name, *labels.items())
        series = self._gauges.get(key)
        if series is None:
            series = self._gauges[key] = self._series(Gauge, name, labels)
        series.set(value)

    def observe(self, name: str, seconds: float, /, **labels: str) -> None:
        """Record a duration in the histogram `name`."""
        key = (name, *labels.items())
        series = self._histograms.get(key)
        if series is None:
            series = self._histograms[key] = self._series(Histogram, name, labels)
        series.observe(seconds)

    def value(self, name: str, /, **labels: str) -> float:
        """What a counter or a gauge stands at."""
        return self._registry.get_sample_value(name, labels) or 0.0

    def exposition(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)

    def _series(self, kind: type[M], name: str, labels: dict[str, str]) -> M:
        family = self._families.get(name)
        if family is None:
            family = self._families[name] = self._family(kind, name, tuple(labels))
        if not isinstance(family, kind):
            raise TypeError(f"{name} is no {kind.__name__}")
        return family.labels(**labels) if labels else family

    def _family(self, kind: type[M], name: str, labels: tuple[str, ...]) -> M:
        help_text = HELP.get(name, name)
        if kind is Histogram:
            return kind(name, help_text, labels, registry=self._registry, buckets=BUCKETS_S)  # type: ignore[call-arg]  # only a histogram has buckets
        return kind(name, help_text, labels, registry=self._registry)
