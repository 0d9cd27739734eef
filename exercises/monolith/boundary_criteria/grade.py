"""Hold each claimed criterion against the facts of the monolith."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decomposer.criteria.evidence import Criterion
from decomposer.documents import Source, parse_yaml, validate
from exercises.answer import Answer
from exercises.grading.documents import located
from exercises.grading.grader import Check, Grader
from exercises.model import Finding
from exercises.monolith.boundary_criteria.document import Criteria, Entry
from exercises.monolith.facts import Facts, reference_facts

FILE = "criteria.yaml"
ASKED = ("user", "payment", "cart", "inventory", "shipping", "review", "analytics", "notification")
"""The services whose reason is asked for."""
CRITERIA_USED = 3
"""Fewer different criteria over eight services would be a slogan, not an analysis."""

_READ = {
    Criterion.CAPABILITY: "4.1#business-capability",
    Criterion.DATA: "4.1#data-ownership",
    Criterion.TEAM: "4.1#team-ownership",
    Criterion.SCALING: "4.1#scaling-needs",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The answer and the facts it is held against."""

    source: Source
    criteria: Criteria
    facts: Facts

    def entries(self, criterion: Criterion) -> Iterator[tuple[str, Entry]]:
        """The entries that call this criterion decisive and can be judged by it."""
        for service, entry in self.judged():
            if entry.decisive is criterion and _evidence_given(entry):
                yield service, entry

    def judged(self) -> Iterator[tuple[str, Entry]]:
        """The entries about services of the cut."""
        services = self.facts.cut.services
        for service, entry in self.criteria.services.items():
            if service in services and entry.apart_from in services:
                yield service, entry

    def finding(self, service: str, key: str, code: str, read: str, /, **params: str) -> Finding:
        """A finding at one key of a service's entry."""
        at = ("services", service, *key.split("."))
        return located(self.source, at, code, read, service=service, **params)


def read(answer: Answer) -> Evidence:
    """Parse the learner's criteria."""
    source = parse_yaml(answer.text(FILE), FILE)
    return Evidence(source, validate(source, Criteria), reference_facts())


def every_service_justified(evidence: Evidence) -> Iterator[Finding]:
    """Each service that the task lists has an entry."""
    for service in ASKED:
        if service not in evidence.criteria.services:
            read_at = "4.1#domain-boundaries"
            yield evidence.finding(service, "", "criterion-missing", read_at)


def neighbours_coupled(evidence: Evidence) -> Iterator[Finding]:
    """A boundary is drawn between services that have to do with each other."""
    known = evidence.facts.cut.services
    for service, entry in evidence.criteria.services.items():
        pair = (service, entry.apart_from)
        if not set(pair) <= known.keys() or not evidence.facts.coupled(*pair):
            params = {"other": entry.apart_from}
            read_at = "4.1#domain-boundaries"
            yield evidence.finding(
                service, "apart_from", "criterion-no-neighbour", read_at, **params
            )


def evidence_fits(evidence: Evidence) -> Iterator[Finding]:
    """The evidence is of the kind that the criterion asks for."""
    for service, entry in evidence.judged():
        if not _evidence_given(entry):
            params = {"criterion": entry.decisive.value, "key": _KEYS[entry.decisive]}
            read_at = _READ[entry.decisive]
            yield evidence.finding(
                service, "evidence", "criterion-evidence-mismatch", read_at, **params
            )


def capability_separates(evidence: Evidence) -> Iterator[Finding]:
    """The named capability is this service's and not the neighbour's."""
    for service, entry in evidence.entries(Criterion.CAPABILITY):
        named = str(entry.evidence.capability)
        own = evidence.facts.capabilities(service)
        if named not in own or named in evidence.facts.capabilities(entry.apart_from):
            yield evidence.finding(
                service,
                "evidence.capability",
                "criterion-capability-wrong",
                _READ[Criterion.CAPABILITY],
                named=named,
                own=", ".join(own),
                other=entry.apart_from,
            )


def entities_owned(evidence: Evidence) -> Iterator[Finding]:
    """Each named entity belongs to the service."""
    for service, entry in evidence.entries(Criterion.DATA):
        for entity in entry.evidence.entities:
            holder = evidence.facts.holder(entity)
            if holder != service:
                yield evidence.finding(
                    service,
                    "evidence.entities",
                    "criterion-entity-not-owned",
                    _READ[Criterion.DATA],
                    entity=entity,
                    holder=holder or "—",
                )


def data_separates(evidence: Evidence) -> Iterator[Finding]:
    """What one transaction changes divides two services only where it is more sensitive."""
    facts = evidence.facts
    for service, entry in evidence.entries(Criterion.DATA):
        joint = [use_case.name for use_case in facts.joint_transactions(service, entry.apart_from)]
        owned = [e for e in entry.evidence.entities if facts.holder(e) == service]
        isolated = any(facts.entity_harm(e) > facts.harm(entry.apart_from) for e in owned)
        if joint and owned and not isolated:
            yield evidence.finding(
                service,
                "evidence.entities",
                "criterion-data-shared",
                "4.1#transactions-across-services",
                other=entry.apart_from,
                use_cases=", ".join(joint),
            )


def team_separates(evidence: Evidence) -> Iterator[Finding]:
    """The named team develops this service and not the neighbour."""
    codes = "criterion-team-same", "criterion-team-wrong"
    yield from _separated(evidence, Criterion.TEAM, evidence.facts.teams, codes)


def scaling_separates(evidence: Evidence) -> Iterator[Finding]:
    """The named profile is this service's and not the neighbour's."""
    codes = "criterion-scaling-same", "criterion-profile-wrong"
    yield from _separated(evidence, Criterion.SCALING, evidence.facts.profiles, codes)


def _separated(
    evidence: Evidence,
    criterion: Criterion,
    traits: Callable[[str], tuple[str, ...]],
    codes: tuple[str, str],
) -> Iterator[Finding]:
    """A named trait is one of this service's and none of the neighbour's.

    `codes` say that the neighbour has it, too, and that the service does not have it.
    """
    key = _KEYS[criterion]
    for service, entry in evidence.entries(criterion):
        named = str(getattr(entry.evidence, key))
        own, others = traits(service), traits(entry.apart_from)
        if named in own and named not in others:
            continue
        yield evidence.finding(
            service,
            f"evidence.{key}",
            codes[0] if named in own else codes[1],
            _READ[criterion],
            named=named,
            own=", ".join(own),
            other=entry.apart_from,
        )


def several_criteria(evidence: Evidence) -> Iterator[Finding]:
    """One criterion for everything would not have been weighed against the others."""
    used = {entry.decisive.value for entry in evidence.criteria.services.values()}
    if len(used) < CRITERIA_USED:
        yield located(
            evidence.source,
            ("services",),
            "criterion-always-the-same",
            "4.1#domain-boundaries",
            used=", ".join(sorted(used)),
            needed=CRITERIA_USED,
        )


_KEYS = {
    Criterion.CAPABILITY: "capability",
    Criterion.DATA: "entities",
    Criterion.TEAM: "team",
    Criterion.SCALING: "profile",
}


def _claimed(criterion: Criterion) -> Callable[[Evidence], bool]:
    """Whether some service's reason is this criterion, with a fact to judge."""
    return lambda evidence: any(evidence.entries(criterion))


def _evidence_given(entry: Entry) -> bool:
    return bool(getattr(entry.evidence, _KEYS[entry.decisive]))


GRADER: Grader[Evidence, None] = Grader(
    read,
    (
        Check("every-service-justified", every_service_justified),
        Check("neighbours-coupled", neighbours_coupled),
        Check("evidence-fits-criterion", evidence_fits),
        Check("capability-separates", capability_separates, _claimed(Criterion.CAPABILITY)),
        Check("entities-owned", entities_owned, _claimed(Criterion.DATA)),
        Check("data-separates", data_separates, _claimed(Criterion.DATA)),
        Check("team-separates", team_separates, _claimed(Criterion.TEAM)),
        Check("scaling-separates", scaling_separates, _claimed(Criterion.SCALING)),
        Check("several-criteria", several_criteria),
    ),
)
