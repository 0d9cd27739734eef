"""How each service fares, from what it tells Prometheus."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf
from urllib.error import URLError
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

_PATIENCE_S = 2.0
_PLATFORM = "platform"
"""Probes and paths that nobody has: no work of the service's."""
_OPEN = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """One replica since it started."""

    service: str
    answers: bool = False
    requests: int = 0
    errors: int = 0
    """Answers of 500 and above."""
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    outbox: int = 0
    """Events that wait to be published."""
    pending: int = 0
    """Events that wait to be handled."""
    dead_letters: int = 0
    sagas: int = 0
    """Under way, stuck ones included."""
    busy_connections: int = 0
    loop_lag_ms: float = 0.0
    open_breakers: int = 0


def read_metrics(addresses: Mapping[str, str]) -> tuple[Figures, ...]:
    """Ask each service at its base URL, all at once; one that is silent has no figures."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        texts = pool.map(_text, addresses.values())
        return tuple(
            figures(name, text) if text else Figures(name)
            for name, text in zip(addresses, texts, strict=True)
        )


def figures(service: str, text: str) -> Figures:
    """A service's exposition, read."""
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    served = [s for s in samples if s.labels.get("module") != _PLATFORM]
    requests = [s for s in served if s.name == "shop_requests_total"]
    buckets = _buckets(s for s in served if s.name == "shop_request_seconds_bucket")
    return Figures(
        service=service,
        answers=True,
        requests=int(sum(s.value for s in requests)),
        errors=int(sum(s.value for s in requests if s.labels["status"].startswith("5"))),
        p50_ms=quantile(buckets, 0.5) * 1000,
        p95_ms=quantile(buckets, 0.95) * 1000,
        outbox=int(_sum(samples, "shop_outbox_events")),
        pending=int(_sum(samples, "shop_inbox_pending_events")),
        dead_letters=int(_sum(samples, "shop_dead_letters")),
        sagas=int(_sum(samples, "shop_sagas")),
        busy_connections=int(_sum(samples, "shop_pool_connections", state="busy")),
        loop_lag_ms=_sum(samples, "shop_loop_lag_seconds") * 1000,
        open_breakers=sum(s.name == "shop_breaker_state" and s.value == _OPEN for s in samples),
    )


def quantile(buckets: Mapping[float, float], part: float) -> float:
    """The value below which `part` of all lie, straight between two bounds, as Prometheus does.

    `buckets`: upper bound -> how many lie at or below it. 0 where there is nothing.
    """
    wanted = part * buckets.get(inf, 0.0)
    below, count = 0.0, 0.0
    for bound, cumulated in sorted(buckets.items()):
        if wanted and cumulated >= wanted:
            share = (wanted - count) / (cumulated - count)
            return below if bound == inf else below + (bound - below) * share
        below, count = bound, cumulated
    return 0.0


def _buckets(samples: Iterable[Sample]) -> dict[float, float]:
    found: dict[float, float] = {}
    for sample in samples:
        bound = float(sample.labels["le"])
        found[bound] = found.get(bound, 0.0) + sample.value
    return found


def _sum(samples: Iterable[Sample], name: str, **labels: str) -> float:
    return sum(s.value for s in samples if s.name == name and labels.items() <= s.labels.items())


def _text(address: str) -> str:
    try:
        with urlopen(f"{address}/metrics", timeout=_PATIENCE_S) as answer:  # noqa: S310 - of our own lab
            text: str = answer.read().decode()
    except (URLError, OSError):
        return ""
    return text
