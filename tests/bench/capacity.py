"""How much the shop can take: the knee, what is left at twice as much, and users held. Minutes."""

from collections.abc import Iterator

from labs.traffic.results import LoadResult
from tests.bench.figure import Figure
from tests.bench.shop import Shop, shop, until_the_next_is_prepared

STEP_S = 6.0
FIRST_RPS, GROWTH = 600.0, 1.2
P95_MS = 200.0
"""A load whose 95th percentile is above this is not sustained."""
ERROR_SHARE = 0.005
THINK_TIME_S = 10.0
HELD_S = 30.0

USERS = {"monolith": (10_000,), "domains": (10_000,), "reference": (10_000, 18_000)}


def figures() -> Iterator[Figure]:
    """Every partition in turn."""
    for name, crowds in USERS.items():
        with shop(name) as running:
            until_the_next_is_prepared()
            at_rest = running.at_rest()
            knee, sustained = _knee(running)
            note = f"p95 {sustained.latency.p95_ms:.0f} ms"
            yield Figure(f"{name}: 1,000 rps of its knee, {knee:.0f} rps", 1000 / knee, "", 1, note)
            yield from _overload(name, running, knee, sustained)
            for users in crowds:
                running.until_it_rests(at_rest)
                yield _held(name, running, users)


def _knee(running: Shop) -> tuple[float, LoadResult]:
    """The highest of a rising series of rates that is sustained."""
    rps, best = FIRST_RPS, running.load(FIRST_RPS / GROWTH, STEP_S)
    while _is_sustained(result := running.load(rps, STEP_S), rps):
        best, rps = result, rps * GROWTH
    return rps / GROWTH, best


def _is_sustained(result: LoadResult, rps: float) -> bool:
    return (
        result.latency.p95_ms <= P95_MS
        and result.errors <= ERROR_SHARE * result.requests
        and result.rps >= rps * 0.95
    )


def _overload(name: str, running: Shop, knee: float, sustained: LoadResult) -> Iterator[Figure]:
    """Twice the knee: goodput must hold, and what is accepted must not wait."""
    result = running.load(2 * knee, 2 * STEP_S)
    kinds = ", ".join(f"{kind} × {n}" for kind, n in sorted(result.failures.items()))
    note = f"{result.goodput_rps:.0f} of {2 * knee:.0f} rps served; {kinds}"
    lost = sustained.goodput_rps / max(1.0, result.goodput_rps)
    yield Figure(f"{name}: knee over goodput at 2× the knee", lost, "", 1 / 0.9, note)
    late = f"generator late by {result.generator.late.p95_ms:.0f} ms"
    accepted = result.accepted.p95_ms
    yield Figure(f"{name}: p95 of accepted at 2× the knee", accepted, "ms", 5 * P95_MS, late)


def _held(name: str, running: Shop, users: int) -> Figure:
    result = running.load(users / THINK_TIME_S, HELD_S, users)
    note = (
        f"p50 {result.latency.p50_ms:.1f} ms, {result.errors} errors of {result.requests},"
        f" {result.generator.connections} connections,"
        f" generator late by {result.generator.late.p95_ms:.1f} ms"
    )
    return Figure(f"{name}: p95, {users:,} users", result.latency.p95_ms, "ms", P95_MS, note)
