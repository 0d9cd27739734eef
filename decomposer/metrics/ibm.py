"""The five metrics of IBM's Mono2Micro, as its published code computes them.

Kalia, Xiao, Krishna, Sinha, Vukovic and Banerjee, "Mono2Micro: A Practical and Effective Tool for
Decomposing Monolithic Java Applications to Microservices", ESEC/FSE 2021, section 4. Where the
paper's formula and the authors' code (`metrics_util.py` of kaliaanup/Mono2Micro-FSE-2021) differ,
the printed tables follow the code, and so does this module. Values here are not rounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log
from statistics import fmean

from decomposer.metrics.observation import ClassPair, Observation
from decomposer.partition import Partition

UNKNOWN = ("Unknown",)
"""What the authors' code takes for the use cases of a class that has none."""
FEWEST, MOST = 5, 20
"""A part of so many classes is neither extremely small nor extremely large."""


@dataclass(frozen=True, slots=True)
class IbmMetrics:
    """One row of the paper's tables. An undefined value is None: nothing was there to divide by."""

    bcp: float
    """Business context purity, in nats; lower is better."""
    icp: float | None
    """Inter-partition calls, a share from 0 to 1; lower is better."""
    sm: float
    """Structural modularity; higher is better."""
    ifn: float
    """Interface number, pairs of classes per part; lower is better."""
    ned: float
    """Non-extreme distribution, from 0 to 1; lower is better."""


def ibm_metrics(observation: Observation, partition: Partition) -> IbmMetrics:
    """All five for a partition that has at least one part."""
    return IbmMetrics(
        bcp=business_context_purity(observation, partition),
        icp=inter_partition_calls(observation, partition),
        sm=structural_modularity(observation, partition),
        ifn=interface_number(observation, partition),
        ned=non_extreme_distribution(partition),
    )


def use_case_spread(observation: Observation, partition: Partition) -> Mapping[str, float]:
    """Per part, ln of how many distinct use cases its classes take part in.

    The code takes the entropy of one count per distinct use case, which is this logarithm.
    """
    return {
        part: log(len({u for c in classes for u in observation.use_cases_of.get(c) or UNKNOWN}))
        for part, classes in partition.services.items()
    }


def business_context_purity(observation: Observation, partition: Partition) -> float:
    """BCP: the mean over parts of ln(distinct use cases)."""
    return fmean(use_case_spread(observation, partition).values())


def inter_partition_calls(observation: Observation, partition: Partition) -> float | None:
    """ICP: the share of the sum of ln(volume) + 1 that crosses, self-calls and the driver apart."""
    weights = {
        pair: log(volume) + 1.0 for pair, volume in observation.placed_calls(partition).items()
    }
    crossing = sum(weight for pair, weight in weights.items() if not partition.together(*pair))
    total = sum(weights.values())
    return crossing / total if total else None


def structural_modularity(observation: Observation, partition: Partition) -> float:
    """SM: the mean cohesion of the parts minus twice the mean coupling of two parts.

    Cohesion is linked pairs / classes²; coupling is linked pairs / (2 * classes * classes). The
    code sums the coupling over ordered pairs of parts and divides by half their number, which
    doubles the mean. It also counts a class that calls itself, but for the last class of each part,
    so that SM depends on the order in which the partition file lists the classes.
    """
    parts = list(partition.services.values())
    cohesion = fmean(_cohesion(observation, classes) for classes in parts)
    if len(parts) == 1:
        return cohesion
    coupling = fsum(
        pairs / (2.0 * len(partition.services[a]) * len(partition.services[b]))
        for (a, b), pairs in _crossing_pairs(observation.linked, partition).items()
    )
    return cohesion - 2.0 * coupling / (len(parts) * (len(parts) - 1) / 2.0)


def interface_number(observation: Observation, partition: Partition) -> float:
    """IFN: pairs of classes linked across a boundary, in either direction, per part."""
    linked = {frozenset(pair) for pair in observation.calls}
    return sum(_crossing_pairs(linked, partition).values()) / len(partition.services)


def non_extreme_distribution(partition: Partition) -> float:
    """NED: one minus the share of classes that live in a part of 5 to 20 classes."""
    sizes = [len(classes) for classes in partition.services.values()]
    return 1.0 - sum(size for size in sizes if FEWEST <= size <= MOST) / sum(sizes)


def self_calls(observation: Observation, classes: Sequence[str]) -> int:
    """How many of the classes call themselves."""
    return sum(1 for name in classes if frozenset((name,)) in observation.linked)


def _crossing_pairs(
    linked: Iterable[ClassPair], partition: Partition
) -> Mapping[tuple[str, str], int]:
    """For each two parts in alphabetical order, how many pairs of their classes are linked."""
    found: dict[tuple[str, str], int] = {}
    for pair in linked:
        if pair <= partition.service_of.keys():
            parts = sorted({partition.service_of[name] for name in pair})
            if len(parts) > 1:
                key = (parts[0], parts[1])
                found[key] = found.get(key, 0) + 1
    return found


def _cohesion(observation: Observation, classes: Sequence[str]) -> float:
    return (_inner_pairs(observation, classes) + self_calls(observation, classes[:-1])) / len(
        classes
    ) ** 2


def _inner_pairs(observation: Observation, classes: Sequence[str]) -> int:
    """How many pairs of two different classes of a part are linked."""
    held = frozenset(classes)
    return sum(1 for pair in observation.linked if len(pair) > 1 and pair <= held)
