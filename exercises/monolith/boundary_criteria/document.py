"""`criteria.yaml`: for each service, why it stands apart."""

from typing import Literal

from decomposer.criteria.evidence import Criterion
from decomposer.documents import Model


class NamedEvidence(Model):
    """The fact that carries a criterion; each criterion reads one of them."""

    capability: str | None = None
    """What only this service does."""
    entities: tuple[str, ...] = ()
    """What only this service may change."""
    team: str | None = None
    """Who develops this service, and not the other."""
    profile: Literal["read-heavy", "write-heavy", "cpu"] | None = None
    """How this service scales, and the other does not."""


class Entry(Model):
    """One service's justification."""

    apart_from: str
    """The service it could have been part of."""
    decisive: Criterion
    evidence: NamedEvidence


class Criteria(Model):
    """The whole answer."""

    format_version: Literal[1] = 1
    services: dict[str, Entry]
