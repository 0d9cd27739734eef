"""The shop, live: the monolith and every cut side by side, since their prices are the lesson."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from tests.bench.figure import Figure
from tests.bench.shop import (
    Shop,
    cached_read,
    checkout,
    database_read,
    nothing_prepared,
    shop,
    until_the_next_is_prepared,
)

STARTS = 2
READS, CHECKOUTS = 3000, 400
MIX_RPS, MIX_S = 1250.0, 8.0
REST_MS = 100.0
"""A twentieth of two cores."""


@dataclass(frozen=True)
class Goals:
    """What one partition is measured against."""

    cold_s: float
    ready_s: float
    memory_mb: float
    checkout_us: float
    checkout_p95_ms: float


PARTITIONS = {
    "monolith": Goals(2.0, 1.0, 300.0, 4000.0, 50.0),
    "domains": Goals(3.0, 1.0, 450.0, 8000.0, 100.0),
    "reference": Goals(3.0, 1.0, 450.0, 8000.0, 100.0),
}


def figures() -> Iterator[Figure]:
    """Every partition in turn, in one run, so that the ratios hold."""
    monolith_us = 0.0
    for name, goals in PARTITIONS.items():
        with nothing_prepared(), shop(name) as cold:
            yield Figure(f"{name}: start from nothing", cold.start_s, "s", goals.cold_s)
        yield Figure(f"{name}: start, data directory ready", _start_s(name), "s", goals.ready_s)
        with shop(name) as running:
            until_the_next_is_prepared()
            at_rest = running.at_rest()
            rest_ms = 1000 * sum(at_rest.values())
            yield Figure(f"{name}: CPU at rest, each second", rest_ms, "ms", REST_MS)
            yield from _reads(name, running, at_rest)
            used_us, parts = running.cpu_us(checkout(running.tokens), CHECKOUTS, at_rest)
            monolith_us = monolith_us or used_us
            note = f"×{used_us / monolith_us:.2f} the monolith's; {parts}"
            yield Figure(f"{name}: CPU of a checkout", used_us, "µs", goals.checkout_us, note)
            yield from _mix(name, running, goals, at_rest)
            yield Figure(f"{name}: memory (PSS), loaded", running.memory_mb, "MB", goals.memory_mb)


def _start_s(name: str) -> float:
    times = []
    for _ in range(1 + STARTS):
        with shop(name) as started:
            times.append(started.start_s)
            until_the_next_is_prepared()
    return median(times[1:])


def _reads(name: str, running: Shop, at_rest: Mapping[str, float]) -> Iterator[Figure]:
    """CPU over all processes for one read, µs, beside what they use at rest."""
    for what, ask, goal_us in (
        ("cached read", cached_read, 250.0),
        ("database read", database_read, 500.0),
    ):
        used_us, parts = running.cpu_us(ask, READS, at_rest)
        yield Figure(f"{name}: CPU of a {what}", used_us, "µs", goal_us, parts)


def _mix(name: str, running: Shop, goals: Goals, at_rest: Mapping[str, float]) -> Iterator[Figure]:
    running.load(MIX_RPS / 2, MIX_S / 2)
    running.until_it_rests(at_rest)
    result = running.load(MIX_RPS, MIX_S)
    [orders] = [found for found in result.endpoints if found.endpoint == "checkout"]
    note = (
        f"p50 {orders.latency.p50_ms:.1f}, {orders.hops:.1f} hops; all p95"
        f" {result.latency.p95_ms:.1f} ms, {result.errors} errors of {result.requests},"
        f" generator late by {result.generator.late.p95_ms:.1f} ms"
    )
    figure = f"{name}: checkout p95 at {MIX_RPS:.0f} rps of the mix"
    yield Figure(figure, orders.latency.p95_ms, "ms", goals.checkout_p95_ms, note)
