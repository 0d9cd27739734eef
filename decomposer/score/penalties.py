"""What a partition loses, item by item: total + all penalties = 100."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from decomposer.criteria import Criterion, Reason
from decomposer.criteria.grouping import facts, heeded, subject
from decomposer.partition import Partition


@dataclass(frozen=True, slots=True)
class Penalty:
    """Unheeded evidence of one kind about one subject. Words: `penalty-<code>`."""

    criterion: Criterion
    code: str
    source: str
    """What was cut (a use case, entity, capability, team), the exposed module, or the mixture."""
    points: float
    """Lost of the total score."""
    params: Mapping[str, str | int | float]


def penalties(reasons: Iterable[Reason], partition: Partition) -> tuple[Penalty, ...]:
    """Everything the partition pays for, dearest first."""
    groups: dict[tuple[Criterion, str, str], list[Reason]] = defaultdict(list)
    for reason in reasons:
        evidence = reason.evidence
        if reason.points and not heeded(evidence, partition):
            key = (evidence.criterion, evidence.code, subject(evidence, partition))
            groups[key].append(reason)
    return dearest_first(_penalty(*key, group, partition) for key, group in groups.items())


def dearest_first(found: Iterable[Penalty]) -> tuple[Penalty, ...]:
    """In the order in which they are told."""
    return tuple(sorted(found, key=lambda p: (-p.points, p.criterion, p.code, p.source)))


def _penalty(
    criterion: Criterion, code: str, source: str, group: list[Reason], partition: Partition
) -> Penalty:
    evidence = [reason.evidence for reason in group]
    points = sum(reason.points for reason in group)
    return Penalty(criterion, code, source, points, facts(evidence, source, partition))
