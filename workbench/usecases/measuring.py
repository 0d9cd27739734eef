"""A cut under load: what requests take, and how much memory its parts hold."""

from collections.abc import Callable

from labs.runtime import LabStatus
from labs.traffic.results import LoadResult
from workbench.ports.laboratory import Endpoint, Measured
from workbench.usecases.loads import Demand, load_within

WARM_S, MEASURED_S = 3.0, 12.0
"""Traffic before anything is counted, and while it is."""


def measured(
    partition: str, status: Callable[[], LabStatus], rps: float, stopped: Callable[[], bool]
) -> Measured | None:
    """Load what runs; None where that was stopped."""
    load_within(status(), Demand(rps, WARM_S), stopped)
    result = load_within(status(), Demand(rps, MEASURED_S), stopped)
    return _figures(partition, status(), result) if result else None


def _figures(partition: str, status: LabStatus, result: LoadResult) -> Measured:
    return Measured(
        partition=partition,
        services=sum(part.kind == "service" for part in status.parts),
        memory_mb=sum(part.memory_mb or 0.0 for part in status.parts),
        endpoints=tuple(
            Endpoint(
                each.endpoint, each.latency.p50_ms, each.latency.p95_ms, each.errors, each.hops
            )
            for each in result.endpoints
        ),
    )
