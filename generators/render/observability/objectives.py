"""Promises as error budgets, and the alerts on how fast a budget burns.

Windows and factors: Google, The Site Reliability Workbook, chapter 5, table 5-8 (30 days).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generators.blueprint.objectives import Objectives
from generators.render.observability import measured
from generators.render.observability.alert import alert

Json = dict[str, object]

FAILED = "service:shop_requests_failed:ratio_rate"
SLOW = "service:shop_requests_slow:ratio_rate"
"""Recorded for each window, whose length ends the name."""

PROMISES = ("objectives.availability_percent", "objectives.p95_ms")

_OF_RELEASE = "namespace, service, version"
_STEP = "5m"
"""The window in which a release is judged."""

WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")


@dataclass(frozen=True, slots=True)
class Burn:
    """So fast for so long: the short window lets the alert end soon after the trouble."""

    long: str
    short: str
    factor: float
    severity: str


BURNS = (
    Burn("1h", "5m", 14.4, "page"),
    Burn("6h", "30m", 6, "page"),
    Burn("1d", "2h", 3, "ticket"),
    Burn("3d", "6h", 1, "ticket"),
)


def recorded(objectives: Objectives) -> Iterator[Json]:
    """The shares of failed and of slow requests, over every window."""
    for window in WINDOWS:
        yield {"record": f"{FAILED}{window}", "expr": measured.failed_share(window)}
        slow = measured.slow_share(objectives.p95_ms, window)
        yield {"record": f"{SLOW}{window}", "expr": slow}


def releases(objectives: Objectives) -> Iterator[Json]:
    """The same of each release alone, for whoever raises the share of one."""
    failed = measured.failed_share(_STEP, _OF_RELEASE)
    slow = measured.slow_share(objectives.p95_ms, _STEP, _OF_RELEASE)
    for record, expr in ((FAILED, failed), (SLOW, slow)):
        yield {"record": f"{record.replace('service:', 'release:')}{_STEP}", "expr": expr}


def alerts(objectives: Objectives) -> Iterator[Json]:
    """An alert for each burn rate of each promise."""
    promised = f"{objectives.availability_percent:g}% of requests succeed"
    yield from _burning("AvailabilityBudgetBurns", FAILED, failing_budget(objectives), promised)
    promised = f"95% of requests are answered within {objectives.p95_ms} ms"
    yield from _burning("LatencyBudgetBurns", SLOW, SLOW_BUDGET, promised)


SLOW_BUDGET = 0.05
"""Of requests: the promise is made for the 95th percentile."""


def failing_budget(objectives: Objectives) -> float:
    """The share of requests that may fail."""
    return round(1 - objectives.availability_percent / 100, 8)


def _burning(name: str, record: str, budget: float, promised: str) -> Iterator[Json]:
    for burn in BURNS:
        limit = round(budget * burn.factor, 8)
        if limit >= 1:  # the budget is so large that it cannot burn so fast
            continue
        expr = f"{record}{burn.long} > {limit:.8g}\nand\n{record}{burn.short} > {limit:.8g}"
        measure = f"{burn.factor:g} times what the budget of 30 days allows"
        share = f"{{{{ $value | humanizePercentage }}}} of the last {burn.long} broke a promise"
        summary = f"{share} ({promised}), {measure}."
        yield alert(name, expr, burn.severity, summary, window=burn.long)
