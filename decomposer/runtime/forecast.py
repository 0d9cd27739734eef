"""Latency, availability and load of every use case, for one cut.

Latency is simulated: each visit works for a log-normal time and each crossing call adds a
log-normal hop. The kind end of the range lets the reads of one caller run side by side over the
quicker hop, the harsh end runs everything one after the other over the slower hop: the graph does
not say which calls are parallel. The harm of tails that add up is Dean and Barroso's ("The Tail at
Scale", CACM 56, 2013). Nothing queues: near saturation everything is worse than told here.

A chain of services is available when all of them are, the product of their availabilities; what is
deferred waits in a broker and does not count. Retries multiply from hop to hop (Nygard, "Release
It!", 2018): an attempt that fails with probability f is made (1 - f^(r+1)) / (1 - f) times with r
retries, and (1 + r) times when the callee is down.
"""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from decomposer.graph import MonolithGraph, UseCase
from decomposer.partition import Partition
from decomposer.runtime.assumptions import DEFAULTS, Assumptions, Range
from decomposer.runtime.visits import Visit, visits

Times = NDArray[np.float64]
Z95 = 1.6448536269514722
"""The 95th percentile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a use case would do; times in milliseconds, from the kind to the harsh end."""

    use_case: str
    hops: int
    """Calls over the network that somebody waits for."""
    services: int
    """That have to be up at once."""
    p50_ms: Range
    p95_ms: Range
    p99_ms: Range
    availability: Range
    load: float
    """Calls over the network, with retries, per call that is meant; 1 without hops."""
    worst_load: int
    """The same at the deepest service while it is down."""


def forecast(
    graph: MonolithGraph, partition: Partition, assumptions: Assumptions = DEFAULTS
) -> tuple[Forecast, ...]:
    """Every use case, those with the most hops first."""
    found = (_forecast(case, partition, assumptions) for case in graph.use_cases)
    return tuple(sorted(found, key=lambda forecast: (-forecast.hops, forecast.use_case)))


def _forecast(use_case: UseCase, partition: Partition, given: Assumptions) -> Forecast:
    tree = visits(use_case, partition)
    all_visits = list(tree.walk())
    depths = [visit.depth for visit in all_visits if visit.remote]
    services = {partition.service_of[visit.module] for visit in all_visits}
    kind = _percentiles(tree, given, given.hop_ms.low, parallel=True)
    harsh = _percentiles(tree, given, given.hop_ms.high, parallel=False)
    p50, p95, p99 = (Range(a, b) for a, b in zip(kind, harsh, strict=True))
    up, attempts = given.availability, _attempts(given)
    return Forecast(
        use_case=use_case.name,
        hops=len(depths),
        services=len(services),
        p50_ms=p50,
        p95_ms=p95,
        p99_ms=p99,
        availability=Range(up.low ** len(services), up.high ** len(services)),
        load=sum(attempts**depth for depth in depths) / len(depths) if depths else 1.0,
        worst_load=(1 + given.retries) ** max(depths, default=0),
    )


def _attempts(given: Assumptions) -> float:
    """Expected attempts of one call."""
    return sum(given.failure**attempt for attempt in range(given.retries + 1))


def _percentiles(
    tree: Visit, given: Assumptions, hop_ms: float, *, parallel: bool
) -> tuple[float, float, float]:
    random = np.random.default_rng(given.seed)
    times = _time(tree, given, hop_ms, random, parallel=parallel)
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return float(p50), float(p95), float(p99)


def _time(
    visit: Visit, given: Assumptions, hop_ms: float, random: np.random.Generator, *, parallel: bool
) -> Times:
    spent = _drawn(given.work_ms, given, random)
    if visit.remote:
        spent += _drawn(hop_ms, given, random)
    side_by_side = np.zeros_like(spent)
    for child in visit.children:
        took = _time(child, given, hop_ms, random, parallel=parallel)
        if parallel and child.reads:
            side_by_side = np.maximum(side_by_side, took)
        else:
            spent += took
    return spent + side_by_side


def _drawn(median: float, given: Assumptions, random: np.random.Generator) -> Times:
    spread = log(given.tail) / Z95
    return median * np.exp(spread * random.standard_normal(given.samples))
