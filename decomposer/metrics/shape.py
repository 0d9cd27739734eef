"""The shape of a cut: what the sizes of its parts say before anybody looks into them."""

from collections.abc import Mapping, Sequence

from decomposer.partition import Partition

Params = Mapping[str, str | int | float]
HALF = 0.5
"""A giant holds more than this share; so many of the parts are crumbs, at least."""
LARGER = 3
"""Times that a giant is larger than the next part, at least."""
CRUMB = 2
"""Modules in a crumb, at most."""


def giant(partition: Partition) -> Params | None:
    """The part that holds most of everything, if one of several does."""
    largest, following, *_ = sorted(partition.services.items(), key=lambda part: -len(part[1]))
    (service, held), modules = largest, len(partition.service_of)
    if len(held) <= HALF * modules or len(held) < LARGER * len(following[1]):
        return None
    percent = 100.0 * len(held) / modules
    return {"service": service, "held": len(held), "modules": modules, "percent": percent}


def crumbs(partition: Partition) -> Params | None:
    """How many parts hold next to nothing, if at least half of them do."""
    found = sum(1 for held in partition.services.values() if len(held) <= CRUMB)
    if found < HALF * len(partition.services):
        return None
    return {"crumbs": found, "parts": len(partition.services)}


def even(sizes: Sequence[int]) -> list[int]:
    """As many parts of as equal sizes as can be, the larger ones first."""
    least, larger = divmod(sum(sizes), len(sizes))
    return [least + (1 if i < larger else 0) for i in range(len(sizes))]
