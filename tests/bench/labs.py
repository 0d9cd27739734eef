"""The shop, live: start, memory, and the price of each cut beside the monolith."""

import asyncio
import os
import time
from collections.abc import Iterator
from statistics import median

from labs.local.runtime import LocalRuntime
from labs.observe.hops import hops_of
from labs.traffic.journey import Journey, order_journey
from labs.traffic.latency import latency
from tests.bench.figure import Figure
from workbench.usecases.partitions import blueprint_of, partition_from

LAB = "bench"
STARTS = 3
JOURNEYS = 25
GOALS = {"monolith": (2.0, 300.0), "proposal": (4.0, 600.0), "reference": (4.0, 600.0)}
"""Seconds from nothing to all healthy, and MB of PSS."""


def figures() -> Iterator[Figure]:
    """Every partition in turn, in one run, so that the ratios hold."""
    monolith_ms = 0.0
    for name, (start_goal_s, memory_goal_mb) in GOALS.items():
        start_s, memory_mb, journeys = _measure(name)
        yield Figure(f"{name}: start", start_s, "s", start_goal_s)
        yield Figure(f"{name}: memory (PSS)", memory_mb, "MB", memory_goal_mb)
        orders = latency([journey.step("order").latency_ms for journey in journeys])
        reads = latency([journey.step("product").latency_ms for journey in journeys])
        monolith_ms = monolith_ms or orders.p50_ms
        hops = max(hops_of(journey).checkout for journey in journeys)
        ratio = orders.p50_ms / monolith_ms
        note = f"p50 {orders.p50_ms:.1f} ms, ×{ratio:.2f} the monolith's, {hops} hops"
        yield Figure(f"{name}: checkout p95, one customer", orders.p95_ms, "ms", 30.0, note)
        yield Figure(f"{name}: read p95, one customer", reads.p95_ms, "ms", 10.0)


def _measure(name: str) -> tuple[float, float, list[Journey]]:
    runtime = LocalRuntime()
    blueprint = blueprint_of(partition_from(name), name=name)
    starts = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        status = runtime.up(blueprint, lab=LAB, owner_pid=os.getpid())
        starts.append(time.perf_counter() - begun)
    try:
        journeys = asyncio.run(_journeys(status.gateway_url))
        memory_mb = sum(part.memory_mb for part in runtime.status(LAB).parts)
    finally:
        runtime.down(LAB)
    return median(starts), memory_mb, journeys


async def _journeys(url: str) -> list[Journey]:
    for _ in range(3):
        await order_journey(url)
    found = [await order_journey(url) for _ in range(JOURNEYS)]
    return [journey for journey in found if journey.confirmed]
