"""What is measured: rate, errors and duration of requests, calls to peers, and events."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS_S = (
    *(0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03),
    *(0.05, 0.075, 0.1, 0.2, 0.5, 1.0, 2.5),
)


class Metrics:
    """One registry for each application, so that tests do not share theirs."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        where = ["module", "method", "route"]
        self.requests = self._counter("shop_requests_total", "Requests.", [*where, "status"])
        self.durations = Histogram(
            "shop_request_seconds",
            "Time to answer a request.",
            where,
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self.calls = self._counter(
            "shop_remote_calls_total", "Calls to peers, by outcome.", ["peer", "outcome"]
        )
        self.breakers = self._gauge(
            "shop_breaker_state", "0: calls go through, 1: one may, 2: refused.", ["peer"]
        )
        self.published = self._counter(
            "shop_events_published_total", "Events handed to the broker.", ["event"]
        )
        self.consumed = self._counter(
            "shop_events_consumed_total", "Events by outcome.", ["consumer", "event", "outcome"]
        )
        self.outbox = self._gauge("shop_outbox_events", "Events that wait for the broker.", [])

    def exposition(self) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self.registry)

    def value(self, name: str, **labels: str) -> float:
        """One series, for tests."""
        return self.registry.get_sample_value(name, labels) or 0.0

    def _counter(self, name: str, about: str, labels: list[str]) -> Counter:
        return Counter(name, about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str, labels: list[str]) -> Gauge:
        return Gauge(name, about, labels, registry=self.registry)
