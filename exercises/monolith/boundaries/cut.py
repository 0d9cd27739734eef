"""The cut on the graph: how many services, whose, and what they tear apart."""

from collections.abc import Iterator
from dataclasses import replace

from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.model import Finding, Reason
from exercises.monolith.boundaries.evidence import CutEvidence

FEWEST, MOST = 3, 14
"""Services of a shop of 24 modules and nine teams."""
MOST_MODULES = 8
"""A third of the shop."""
MOST_TEAMS = 4
NEAR_BEST = 12.0
"""Points below the proven optimum that leave room for reasons the graph does not know."""
DEAREST = 3
"""Penalties that are told as the reasons of a low score."""
BURNS_FOR_MINUTES = ("recommendation-models", "sales-reports")
CHECKOUT = "checkout"


def really_cut(evidence: CutEvidence) -> Iterator[Finding]:
    """There are services to speak of."""
    count = len(evidence.facts.cut.services)
    if count < FEWEST:
        yield _at(evidence, "", "boundaries-uncut", "4.1#when-to-split", count=count)
    elif count > MOST:
        calls = round(evidence.score.crossing.calls_per_1000)
        read = "4.1#distributed-monolith"
        yield _at(evidence, "", "boundaries-too-fine", read, count=count, calls=calls)


def no_third_of_the_shop(evidence: CutEvidence) -> Iterator[Finding]:
    """No service holds so much that it is the monolith again."""
    services = evidence.facts.cut.services
    for service, modules in services.items():
        if len(modules) > MOST_MODULES:
            read = "4.1#domain-boundaries"
            yield _at(evidence, service, "boundaries-god-service", read, modules=len(modules))


def few_teams(evidence: CutEvidence) -> Iterator[Finding]:
    """A service is released by few teams."""
    services = evidence.facts.cut.services
    for service in services:
        teams = evidence.facts.teams(service)
        if len(teams) > MOST_TEAMS:
            read = "4.1#team-ownership"
            names = ", ".join(teams)
            yield _at(evidence, service, "boundaries-teams-mixed", read, teams=names)


def transactions_whole(evidence: CutEvidence) -> Iterator[Finding]:
    """What one team's transactions change together stays together."""
    for one, other, use_cases in evidence.torn():
        yield _at(
            evidence,
            evidence.facts.cut.service_of[other],
            "boundaries-transaction-cut",
            "4.1#transactions-across-services",
            one=one,
            other=other,
            use_cases=", ".join(use_cases),
        )


def waiting_undisturbed(evidence: CutEvidence) -> Iterator[Finding]:
    """What computes for minutes shares no process with what a customer waits for."""
    services = evidence.facts.cut.services
    flow = next(case for case in evidence.facts.graph.use_cases if case.name == CHECKOUT)
    waited = {flow.entry, *(call.callee for call in flow.calls if not call.deferred)}
    for service, modules in services.items():
        burning = [module for module in modules if module in BURNS_FOR_MINUTES]
        waiting = [module for module in modules if module in waited]
        if burning and waiting:
            yield _at(
                evidence,
                service,
                "boundaries-scaling-mixed",
                "4.1#scaling-needs",
                burning=", ".join(burning),
                waiting=", ".join(waiting),
            )


def near_the_best(evidence: CutEvidence) -> Iterator[Finding]:
    """The total is close to the best there is."""
    total = evidence.score.total
    gap = evidence.best - total
    if gap > NEAR_BEST:
        finding = located(
            evidence.source,
            ("services",),
            "boundaries-score-low",
            "4.1#domain-boundaries",
            total=round(total, 1),
            best=round(evidence.best, 1),
            gap=round(gap, 1),
            near=round(NEAR_BEST),
        )
        yield replace(finding, evidence="", reasons=tuple(_dearest(evidence)))


def _dearest(evidence: CutEvidence) -> Iterator[Reason]:
    for penalty in evidence.score.penalties[:DEAREST]:
        told = {"points": penalty.points, **penalty.params}
        yield Reason(f"penalty-{penalty.code}", told)


def _services(evidence: CutEvidence) -> bool:
    """There are services whose size and neighbours can be judged."""
    return len(evidence.facts.cut.services) >= FEWEST


def _not_crumbs(evidence: CutEvidence) -> bool:
    """There is a boundary, and not so many that every transaction is torn."""
    return 1 < len(evidence.facts.cut.services) <= MOST


def _at(
    evidence: CutEvidence, service: str, code: str, read: str, /, **params: str | int
) -> Finding:
    at = ("services", service) if service else ("services",)
    return located(evidence.source, at, code, read, evidence="", service=service, **params)


CHECKS = (
    Check("boundaries-cut", really_cut),
    Check("boundaries-sized", no_third_of_the_shop, _services),
    Check("boundaries-few-teams", few_teams, _services),
    Check("boundaries-transactions-whole", transactions_whole, _not_crumbs),
    Check("boundaries-waiting-undisturbed", waiting_undisturbed, _services),
    Check("boundaries-near-best", near_the_best),
)
