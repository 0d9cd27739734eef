"""Manifests held against a real API server, of which nothing is changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generators.checker.located import Place
from labs.kubernetes.cluster import Cluster
from labs.kubernetes.declared import Declared
from labs.kubernetes.errors import ForbiddenError, RefusedError
from labs.kubernetes.fields import place_of
from labs.kubernetes.objects import Json, Reference, reference
from labs.kubernetes.status import Refusal

STAND_IN = "default"
"""The namespace that is asked about where the manifests' own does not exist yet."""


class Verdict(StrEnum):
    """What a server thinks of an object."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_SERVED = "not-served"
    """It knows no such kind, so it could not judge."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said of one object, or of one of its fields."""

    verdict: Verdict
    object: Reference
    place: Place
    field: str = ""
    message: str = ""
    stood_in: bool = False
    """Asked as if it belonged to `STAND_IN`: quotas and policies of its own are not known."""


def verify(cluster: Cluster, declared: Sequence[Declared]) -> Iterator[Answer]:
    """Ask the server about each object, as `kubectl apply --dry-run=server` does.

    Raises:
        LabError: the server does not answer, or does not let us ask at all.
    """
    missing = _missing_namespaces(cluster, declared)
    for each in declared:
        wanted, stood_in = each.plain, reference(each.plain).namespace in missing
        if stood_in:
            wanted = {**wanted, "metadata": {**wanted["metadata"], "namespace": STAND_IN}}
        yield from _answers(cluster, each, wanted, stood_in=stood_in)


def _missing_namespaces(cluster: Cluster, declared: Sequence[Declared]) -> frozenset[str]:
    named = {reference(each.plain).namespace for each in declared} - {""}
    return frozenset(
        name for name in named if cluster.get(Reference("v1", "Namespace", name)) is None
    )


def _answers(
    cluster: Cluster, declared: Declared, wanted: Json, *, stood_in: bool
) -> Iterator[Answer]:
    what = reference(declared.plain)
    place = place_of(declared.body, "metadata.name")
    if what.kind not in cluster.serves(what.api):
        yield Answer(Verdict.NOT_SERVED, what, place_of(declared.body, "kind"))
        return
    try:
        cluster.apply(wanted, dry_run=True)
    except (RefusedError, ForbiddenError) as error:
        yield from _refused(declared, what, error.refusal, stood_in=stood_in)
    else:
        yield Answer(Verdict.ACCEPTED, what, place, stood_in=stood_in)


def _refused(
    declared: Declared, what: Reference, refusal: Refusal, *, stood_in: bool
) -> Iterator[Answer]:
    """An answer for each thing that is wrong, at the place of the field it is about."""
    for field, message in refusal.causes or (("", refusal.message),):
        place = place_of(declared.body, field or "metadata.name")
        yield Answer(Verdict.REFUSED, what, place, field, message, stood_in)
