"""Business capability: a service does one thing, and does it without asking around.

Together: modules of one capability, and modules that a use case makes call each other. A call
weighs ln(1 + calls per 1000 requests): a hundred times the traffic is not a hundred times the
reason (the damped call volume of Kalia et al., "Mono2Micro", FSE 2021, which takes ln v + 1).
Apart: modules of different capabilities (single responsibility for a service).
"""

from collections.abc import Iterator
from itertools import combinations
from math import log1p

from decomposer.criteria.dependencies import dependencies
from decomposer.criteria.evidence import Criterion, Direction, Evidence, pair
from decomposer.graph import UNKNOWN, MonolithGraph

SAME_CAPABILITY = 4.0
"""Doing the same thing weighs as much as a call that half of a typical page's requests make."""
LATENCY = 4.0
"""Each hop of a request that is waited for to the millisecond."""
DEFERRED = 0.25
"""A call nobody waits for is a quarter of a reason: it survives the cut as an event."""


def capability(graph: MonolithGraph) -> Iterator[Evidence]:
    """Why modules belong together or apart by what they do."""
    yield from called(graph)
    yield from _capabilities(graph)


def called(graph: MonolithGraph) -> Iterator[Evidence]:
    """The part that calls and code tell: as much as there are of them, however many modules."""
    yield from _calls(graph)
    yield from _hurried(graph)
    yield from _heavy(graph)
    yield from dependencies(graph)


def _calls(graph: MonolithGraph) -> Iterator[Evidence]:
    for traced in graph.traced_calls():
        use_case, call = traced.use_case, traced.call
        weight = log1p(use_case.frequency_per_1000) * (DEFERRED if call.deferred else 1.0)
        yield Evidence(
            Criterion.CAPABILITY,
            "event" if call.deferred else "call",
            Direction.TOGETHER,
            pair(call.caller, call.callee),
            weight,
            use_case.name,
            {"per_1000": use_case.frequency_per_1000, "from": call.caller, "to": call.callee},
        )


def _hurried(graph: MonolithGraph) -> Iterator[Evidence]:
    """Calls that somebody waits for to the millisecond (Service Cutter's CC-5)."""
    for traced in graph.traced_calls():
        use_case, call = traced.use_case, traced.call
        if use_case.latency_critical and not call.deferred:
            yield Evidence(
                Criterion.CAPABILITY,
                "latency",
                Direction.TOGETHER,
                pair(call.caller, call.callee),
                LATENCY,
                use_case.name,
                {"from": call.caller, "to": call.callee},
            )


def _heavy(graph: MonolithGraph) -> Iterator[Evidence]:
    """Calls that carry much (CC-13), by ln(1 + kilobytes per 1000 requests)."""
    for traced in graph.traced_calls():
        use_case, call = traced.use_case, traced.call
        carried = call.payload_kb * use_case.frequency_per_1000
        if carried:
            yield Evidence(
                Criterion.CAPABILITY,
                "traffic",
                Direction.TOGETHER,
                pair(call.caller, call.callee),
                log1p(carried),
                use_case.name,
                {"kilobytes": carried, "from": call.caller, "to": call.callee},
            )


def _capabilities(graph: MonolithGraph) -> Iterator[Evidence]:
    known = [module for module in graph.modules if module.capability != UNKNOWN]
    for a, b in combinations(known, 2):
        names = pair(a.name, b.name)
        if a.capability == b.capability:
            yield Evidence(
                Criterion.CAPABILITY,
                "capability",
                Direction.TOGETHER,
                names,
                SAME_CAPABILITY,
                a.capability,
            )
        else:
            yield Evidence(
                Criterion.CAPABILITY,
                "capabilities",
                Direction.APART,
                names,
                1.0,
                " + ".join(sorted((a.capability, b.capability))),
            )
