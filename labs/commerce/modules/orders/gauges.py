"""How many sagas are under way, and how long the oldest has been."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from labs.commerce.platform.database import Database
from labs.commerce.platform.telemetry import Metrics

_SAGAS = """
    SELECT status, count(*) AS n,
        count(*) FILTER (WHERE clock_timestamp() - started_at > $1) AS overdue,
        extract(epoch FROM clock_timestamp() - min(started_at))::float8 AS oldest_s
    FROM orders.sagas WHERE status NOT IN ('completed', 'compensated') GROUP BY status
"""
_PENDING = """
    SELECT 'running' AS status, count(*) AS n,
        count(*) FILTER (WHERE clock_timestamp() - created_at > $1) AS overdue,
        extract(epoch FROM clock_timestamp() - min(created_at))::float8 AS oldest_s
    FROM orders.orders WHERE status = 'PENDING'
"""
_SHOWN = ("running", "compensating", "failed")
_FAILED = "failed"


def gauges(
    database: Database, deadline: timedelta, *, coordinated: bool
) -> Callable[[Metrics], Awaitable[None]]:
    """Measures the sagas; where nobody coordinates them, the orders that they have left open."""
    statement = _SAGAS if coordinated else _PENDING

    async def measure(metrics: Metrics) -> None:
        found = {row["status"]: row for row in await database.fetch(statement, deadline)}
        for status in _SHOWN:
            metrics.gauge("shop_sagas", found[status]["n"] if status in found else 0, status=status)
        open_ones = [row for status, row in found.items() if status != _FAILED]
        failed = found[_FAILED]["n"] if _FAILED in found else 0
        metrics.gauge("shop_sagas_stuck", sum(row["overdue"] for row in open_ones) + failed)
        oldest_s = max((row["oldest_s"] or 0.0 for row in open_ones), default=0.0)
        metrics.gauge("shop_saga_oldest_seconds", oldest_s)

    return measure
