"""What the learner wants kept: pairs that share a service, pairs that must not. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from workbench.ports.decomposition import Limits

TOGETHER, APART = "together", "apart"


def toggled(limits: Limits, kind: str, one: str, other: str) -> Limits:
    """With one more pair of a kind; without it, where it is there already."""
    pair = (one, other)
    known = getattr(limits, kind)
    kept = tuple(group for group in known if set(group) != set(pair))
    groups = kept if len(kept) < len(known) else (*known, pair)
    return replace(limits, **{kind: groups})


def contradiction(limits: Limits) -> tuple[str, str] | None:
    """Two modules that should be apart and share a service by way of others; None: all is well."""
    pairs = (pair for group in limits.apart for pair in combinations(group, 2))
    return next(((a, b) for a, b in pairs if b in company(limits, a)), None)


def company(limits: Limits, module: str) -> frozenset[str]:
    """All that have to share the service of a module, directly or by way of others."""
    found, waiting = {module}, [module]
    while waiting:
        name = waiting.pop()
        near = {other for group in limits.together if name in group for other in group}
        waiting += near - found
        found |= near
    return frozenset(found)


def told_of(limits: Limits, module: str) -> Iterator[tuple[str, str]]:
    """The limits of a module: the kind and the other modules, as one text."""
    for kind in (TOGETHER, APART):
        for group in getattr(limits, kind):
            if module in group:
                yield kind, ", ".join(name for name in group if name != module)
