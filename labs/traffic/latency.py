"""Percentiles of latencies."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles in milliseconds; zeros where nothing was measured."""

    p50_ms: float = 0.0
    p95_ms: float = 0.0
    p99_ms: float = 0.0
    max_ms: float = 0.0


def latency(samples_ms: Sequence[float]) -> Latency:
    """The percentiles of these samples, by nearest rank."""
    if not samples_ms:
        return Latency()
    ordered = sorted(samples_ms)
    return Latency(
        percentile(ordered, 50), percentile(ordered, 95), percentile(ordered, 99), ordered[-1]
    )


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The smallest sample that at least `percent` of all do not exceed."""
    rank = max(1, math.ceil(len(ordered) * percent / 100))
    return ordered[rank - 1]
