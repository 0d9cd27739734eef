"""Names that are put together: what a canary's releases are called on the cluster."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint

LABEL = 63
"""Characters of a DNS label, as which a Service and the pods of a release are known (RFC 1123)."""


def release_name_too_long(bp: Blueprint) -> Iterator[Violation]:
    """A release is called by its service and its subset, in one label."""
    for service, index, subset in _releases(bp):
        name = f"{service}-{subset}"
        if len(name) > LABEL:
            at = ("mesh", "canaries", service, "subsets", index)
            size = {"length": len(name), "limit": LABEL}
            yield Violation("release-name-too-long", at, subset, params={"name": name, **size})


def release_name_taken(bp: Blueprint) -> Iterator[Violation]:
    """No release is called like another service."""
    for service, index, subset in _releases(bp):
        name = f"{service}-{subset}"
        if name in bp.services:
            at = ("mesh", "canaries", service, "subsets", index)
            params = {"name": name, "service": service}
            yield Violation("release-name-taken", at, subset, params=params)


def _releases(bp: Blueprint) -> Iterator[tuple[str, int, str]]:
    for service, canary in (bp.mesh.canaries if bp.mesh else {}).items():
        for index, subset in enumerate(canary.subsets):
            yield service, index, subset


RULES = (release_name_too_long, release_name_taken)
