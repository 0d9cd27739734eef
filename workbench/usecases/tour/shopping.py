"""One partition of the shop: launched, driven, broken, audited, gone."""

import asyncio
import os
import time
from statistics import median

from generators.blueprint import Blueprint
from labs.faults.payments import DECLINE, PAYMENT_METHODS
from labs.observe.hops import hops_of
from labs.observe.rest import audit_at_rest
from labs.runtime import LabStatus, Runtime, State
from labs.traffic.journey import Journey, order_journey
from workbench.usecases.tour.report import ShopRun

JOURNEYS = 12
LAB = "tour"
SETTLES_WITHIN_S = 15.0


def run_shop(runtime: Runtime, name: str, blueprint: Blueprint) -> ShopRun:
    """Launch the blueprint's shop, look at it, and remove it again."""
    begun = time.monotonic()
    status = runtime.up(blueprint, lab=LAB, owner_pid=os.getpid())
    start_s = time.monotonic() - begun
    try:
        return asyncio.run(_visit(runtime, name, blueprint, status, start_s))
    finally:
        runtime.down(LAB)


async def _visit(
    runtime: Runtime, name: str, blueprint: Blueprint, status: LabStatus, start_s: float
) -> ShopRun:
    url = status.gateway_url
    await order_journey(url)  # the first one opens the pools; it is not measured
    journeys = [await order_journey(url) for _ in range(JOURNEYS)]
    declined = await order_journey(url, payment_method=PAYMENT_METHODS[DECLINE])
    memory_mb = sum(part.memory_mb for part in runtime.status(LAB).parts)
    victim = blueprint.holders()["payments"]
    recovered_s, after = await _killed(runtime, url, victim)
    promised = [j.order_id for j in (*journeys, declined, after) if j.order_id]
    orders = sorted(journey.step("order").latency_ms for journey in journeys)
    reads = [journey.step("product").latency_ms for journey in journeys]
    return ShopRun(
        partition=name,
        services=len(blueprint.services),
        start_s=start_s,
        memory_mb=memory_mb,
        journeys=len(journeys),
        completed=sum(journey.confirmed for journey in journeys),
        read_p50_ms=median(reads),
        checkout_p50_ms=median(orders),
        checkout_p95_ms=orders[int(0.95 * (len(orders) - 1))],
        hops=max(hops_of(journey).checkout for journey in journeys),
        declined=declined.order_status,
        killed=victim,
        recovered_s=recovered_s,
        invariants=await _books(status, promised),
    )


async def _killed(runtime: Runtime, url: str, victim: str) -> tuple[float, Journey]:
    """Kill a service and order until an order is confirmed again; how long that took."""
    runtime.kill(victim, lab=LAB)
    begun = time.monotonic()
    while True:
        journey = await order_journey(url)
        waited_s = time.monotonic() - begun
        if journey.confirmed or waited_s > SETTLES_WITHIN_S:
            return waited_s, journey
        await asyncio.sleep(0.1)


async def _books(status: LabStatus, promised: list[str]) -> dict[str, bool | None]:
    """The invariants, asked again until the shop is at rest."""
    databases = list(status.databases.values())
    findings = await audit_at_rest(databases, promised, within_s=SETTLES_WITHIN_S)
    return {finding.invariant.value: finding.held for finding in findings}


def running_parts(runtime: Runtime) -> int:
    """Parts of the tour's lab that still run."""
    status = runtime.status(LAB)
    return sum(part.state is not State.DOWN for part in status.parts) if status.up else 0
