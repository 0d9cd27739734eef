"""How pieces of evidence are told together: one sentence per use case, team or service."""

from collections.abc import Iterable, Mapping, Sequence

from decomposer.criteria.characteristics import CHARACTERISTICS
from decomposer.criteria.evidence import Direction, Evidence
from decomposer.partition import Partition

MIXTURES = frozenset({"capabilities", "teams", "profiles", "zones", "chance", *CHARACTERISTICS})
"""Told per service that mixes; all other evidence is told per source."""
SHOWN = 6
"""Names in a list; a sentence with more is not read."""


def heeded(evidence: Evidence, partition: Partition) -> bool:
    """Whether the partition puts the pair where the evidence says."""
    return partition.together(*evidence.modules) is (evidence.direction is Direction.TOGETHER)


def subject(evidence: Evidence, partition: Partition) -> str:
    """What a sentence about this evidence is about; a mixture is about the service that mixes."""
    if evidence.code in MIXTURES:
        return partition.service_of[evidence.modules.first]
    return evidence.source


def facts(
    evidence: Sequence[Evidence], about: str, partition: Partition
) -> Mapping[str, str | int | float]:
    """What a sentence about these pieces of evidence can name, and count."""
    modules = distinct(module for item in evidence for module in item.modules)
    sources = distinct(part for item in evidence for part in item.source.split(" + "))
    per_1000 = sum(float(item.params.get("per_1000", 0.0)) for item in evidence)
    return told(about, sources, modules, partition, items=len(evidence), per_1000=per_1000)


def told(
    about: str,
    sources: Sequence[str],
    modules: Sequence[str],
    partition: Partition,
    *,
    items: int,
    per_1000: float = 0.0,
) -> Mapping[str, str | int | float]:
    """The names and the counts that a sentence is made of."""
    others = [module for module in modules if module != about]
    services = distinct(partition.service_of[module] for module in modules)
    return {
        "source": about,
        "sources": listed(sources),
        "sources_n": len(sources),
        "others": listed(others),
        "others_n": len(others),
        "services": listed(services),
        "services_n": len(services),
        "items_n": items,
        "per_1000": per_1000,
    }


def distinct(names: Iterable[str]) -> list[str]:
    """Each name once, in the order of first mention."""
    return list(dict.fromkeys(names))


def listed(names: Sequence[str], shown: int = SHOWN) -> str:
    """The names as text; of many, the first and how many more there are."""
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f", … +{rest}" if rest > 0 else "")
