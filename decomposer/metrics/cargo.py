"""CARGO's variants of two metrics, which share only their names with IBM's.

Nitin, Asthana, Ray and Krishna, "CARGO: AI-Guided Dependency Analysis for Migrating Monolithic
Applications to Microservices Architecture", ASE 2022, and the code published with it (`metrics.py`,
`metric_utils.py`). Values here are not rounded.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean

from decomposer.metrics.observation import Observation
from decomposer.partition import Partition

UNASSIGNED = "-1"
"""The part of the classes that the tool could not place: its purity is not counted."""


@dataclass(frozen=True, slots=True)
class CargoMetrics:
    """Both are better when lower. An undefined value is None: nothing was there to divide by."""

    bcp: float | None
    """Business context purity, in nats."""
    icp: float | None
    """Inter-partition calls, a share from 0 to 1."""


def cargo_metrics(observation: Observation, partition: Partition) -> CargoMetrics:
    """Both for a partition."""
    return CargoMetrics(
        bcp=business_context_purity(observation, partition),
        icp=inter_partition_calls(observation, partition),
    )


def business_context_purity(observation: Observation, partition: Partition) -> float | None:
    """BCP: the mean entropy of a part's use cases, each counted once per class that serves it."""
    entropies = [
        _entropy(
            tuple(Counter(u for c in held for u in observation.use_cases_of.get(c, ())).values())
        )
        for part, held in partition.services.items()
        if part != UNASSIGNED
    ]
    return fmean(entropies) if entropies else None


def inter_partition_calls(observation: Observation, partition: Partition) -> float | None:
    """ICP: the share of all calls that cross, self-calls and the driver apart."""
    volumes = observation.placed_calls(partition)
    crossing = sum(volume for pair, volume in volumes.items() if not partition.together(*pair))
    total = sum(volumes.values())
    return crossing / total if total else None


def _entropy(counts: Sequence[int]) -> float:
    total = sum(counts)
    return sum(count / total * log(total / count) for count in counts)
