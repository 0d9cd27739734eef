"""What a partition loses, item by item: total + all penalties = 100."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decomposer.criteria import Criterion, Direction, Evidence, Reason
from decomposer.partition import Partition

NOTICEABLE = 1e-9
"""Fewer points than this are rounding."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """Unheeded evidence of one kind and one source. Words: `penalty-<code>`."""

    criterion: Criterion
    code: str
    source: str
    """What was cut (a use case, entity, capability, team, profile), or the service that mixes."""
    points: float
    """Lost of the total score."""
    params: Mapping[str, str | int | float]


def penalties(reasons: Iterable[Reason], partition: Partition) -> tuple[Penalty, ...]:
    """Everything the partition pays for, dearest first."""
    groups: dict[tuple[Criterion, str, str], list[Reason]] = defaultdict(list)
    for reason in reasons:
        evidence = reason.evidence
        if partition.together(*evidence.modules) is (evidence.direction is Direction.TOGETHER):
            continue
        mixing = evidence.direction is Direction.APART
        source = partition.service_of[evidence.modules.first] if mixing else evidence.source
        groups[evidence.criterion, evidence.code, source].append(reason)
    found = (_penalty(*key, group, partition) for key, group in groups.items())
    return tuple(sorted(found, key=lambda p: (-p.points, p.criterion, p.code, p.source)))


def _penalty(
    criterion: Criterion, code: str, source: str, group: list[Reason], partition: Partition
) -> Penalty:
    evidence = [reason.evidence for reason in group]
    params: dict[str, str | int | float] = {
        "source": source,
        "pairs": len(group),
        "services": _listed(partition.service_of[m] for e in evidence for m in e.modules),
        "modules": _listed(m for e in evidence for m in e.modules),
        "sources": _listed(part for e in evidence for part in e.source.split(" + ")),
        **dict(_shared_params(evidence)),
    }
    points = sum(reason.points for reason in group)
    return Penalty(criterion, code, source, points, params)


def _shared_params(evidence: list[Evidence]) -> Iterator[tuple[str, str | int | float]]:
    """Parameters on which all pieces of evidence agree."""
    first, *others = (item.params for item in evidence)
    agreed = (key for key in first if all(other.get(key) == first[key] for other in others))
    return ((key, first[key]) for key in agreed)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
