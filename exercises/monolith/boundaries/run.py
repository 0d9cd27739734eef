"""The cut and the monolith on real servers, driven by the same customers."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from content.monolith import partition_path
from decomposer.importers.boundaries import load_boundaries
from decomposer.partition import Partition
from exercises.base import blueprint_of
from exercises.grading.bench import Bench
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.grading.trial import shop
from exercises.model import Finding
from exercises.monolith.boundaries.evidence import CutEvidence
from exercises.monolith.facts import monolith_graph
from labs.traffic.client import HttpClient
from labs.traffic.journey import Journey, order_journey

CUSTOMERS = 5
"""After one who warms the shop up."""
QUANTITY = 2


@dataclass(frozen=True, slots=True)
class Run:
    """What the customers of one shop met."""

    services: int
    journeys: tuple[Journey, ...]
    missing: int
    """Pieces that left the shelf."""

    @property
    def confirmed(self) -> int:
        """Orders that stand."""
        return sum(journey.confirmed for journey in self.journeys)

    @property
    def sold(self) -> int:
        """Pieces in the orders that stand."""
        return sum(journey.quantity for journey in self.journeys if journey.confirmed)

    def latencies_ms(self, step: str) -> list[float]:
        """How long one step took each customer but the first."""
        return sorted(j.step(step).latency_ms for j in self.journeys[1:] if j.confirmed)

    def hops(self, step: str) -> int:
        """The calls from service to service that one step took."""
        return max((j.step(step).hops for j in self.journeys if j.confirmed), default=0)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The learner's cut and the monolith."""

    evidence: CutEvidence
    cut: Run
    monolith: Run


def observe(evidence: CutEvidence, bench: Bench) -> SideBySide:
    """Run both, one after the other, so that they don't take the machine from each other."""
    cut = _run(bench, evidence.facts.cut, "cut")
    return SideBySide(evidence, cut, _monolith(bench))


def orders_complete(seen: SideBySide) -> Iterator[Finding]:
    """Every customer gets what they ordered."""
    for journey in seen.cut.journeys:
        if journey.confirmed:
            continue
        steps = [f"{step.request} → {step.status} {step.failure}" for step in journey.steps]
        last = journey.broken or journey.steps[-1]
        yield located(
            seen.evidence.source,
            ("services",),
            "boundaries-order-incomplete",
            "4.1#measure-both",
            evidence="\n".join(steps),
            step=last.name,
            status=journey.order_status or "—",
        )


def stock_conserved(seen: SideBySide) -> Iterator[Finding]:
    """What left the shelf is what was sold."""
    if seen.cut.missing != seen.cut.sold:
        yield located(
            seen.evidence.source,
            ("services",),
            "boundaries-stock-drifts",
            "4.1#measure-both",
            missing=seen.cut.missing,
            sold=seen.cut.sold,
        )


def figures(seen: SideBySide) -> Mapping[str, float | int | str]:
    """What the cut costs, beside the monolith."""
    result: dict[str, float | int | str] = {
        "score": round(seen.evidence.score.total, 1),
        "best_score": round(seen.evidence.best, 1),
        "services": seen.cut.services,
    }
    for name, run in (("cut", seen.cut), ("monolith", seen.monolith)):
        for step in ("order", "product"):
            latencies = run.latencies_ms(step)
            if latencies:
                result[f"{name}_{step}_p50_ms"] = round(median(latencies), 1)
                result[f"{name}_{step}_max_ms"] = round(latencies[-1], 1)
        result[f"{name}_order_hops"] = run.hops("order")
        result[f"{name}_confirmed"] = f"{run.confirmed}/{len(run.journeys)}"
    return result


@lru_cache(maxsize=1)
def _monolith(bench: Bench) -> Run:
    """Measured once for a bench: the monolith is the same for every answer."""
    graph = monolith_graph()
    return _run(bench, load_boundaries(partition_path("monolith"), graph), "monolith")


def _run(bench: Bench, cut: Partition, purpose: str) -> Run:
    with shop(bench, blueprint_of(cut), f"boundaries-{purpose}") as status:
        journeys, missing = asyncio.run(_customers(status.gateway_url))
    return Run(len(cut.services), journeys, missing)


async def _customers(url: str) -> tuple[tuple[Journey, ...], int]:
    first = await order_journey(url, quantity=QUANTITY)
    before = await _level(url, first)
    rest = [await order_journey(url, quantity=QUANTITY) for _ in range(CUSTOMERS)]
    missing = before - await _level(url, first)
    taken_by_first = first.quantity if first.confirmed else 0
    return (first, *rest), missing + taken_by_first


async def _level(url: str, journey: Journey) -> int:
    """How many pieces of what the customers buy are left; 0 where nobody got that far."""
    async with HttpClient(url) as client:
        answer = await client.send("GET", f"/api/v1/inventory/stock/{journey.product_id}")
        return int(answer.json["quantity"]) if answer.ok else 0


LIVE_CHECKS = (
    Check("boundaries-orders-complete", orders_complete),
    Check("boundaries-stock-conserved", stock_conserved),
)
