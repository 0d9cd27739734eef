"""What follows from a cut for teams, for the running system and for the way there, in words."""

from collections.abc import Callable, Iterator

from content.messages import Messages
from decomposer.criteria.grouping import distinct, listed
from decomposer.graph import MonolithGraph
from decomposer.hand_offs import HandOffs
from decomposer.migration import Compensations, Migration, SagaNeeded, SagaStep, Step, migration
from decomposer.partition import Partition
from decomposer.runtime import Assumptions

PAIRS_SHOWN = 10
REASONS_SHOWN = 3
SAGAS_SHOWN = 10
NAMED = 20
"""Entities in a list."""
CHECKOUT = "checkout"


def known_compensations() -> Compensations:
    """What undoes the steps of the shop's checkout, by use case and module."""
    from generators.blueprint.saga_actions import SAGA_ACTIONS

    return {
        (CHECKOUT, action.module): action.compensation
        for action in SAGA_ACTIONS.values()
        if action.compensation
    }


def planned(
    graph: MonolithGraph,
    partition: Partition,
    advanced: Callable[[int, int], None] = lambda _done, _of: None,
) -> Migration:
    """The way from the monolith to a cut, with the compensations that the course knows."""
    return migration(graph, partition, known_compensations(), advanced=advanced)


def hand_off_sentences(found: HandOffs, words: Messages) -> Iterator[str]:
    """Who has to agree with whom, and where teams and services disagree."""
    if found.changes:
        yield words.text("hand-offs-head", per_change=found.per_change)
        yield words.text(f"hand-offs-basis-{found.basis}", changes=found.changes)
    else:
        yield words.text("hand-offs-none")
    for pair in found.pairs[:PAIRS_SHOWN]:
        percent = 100 * pair.share
        yield words.text("hand-offs-pair", first=pair.first, second=pair.second, percent=percent)
    for service, teams in found.mixed.items():
        yield words.text("hand-offs-mixed", service=service, teams=", ".join(teams))
    for team, services in found.spread.items():
        yield words.text("hand-offs-spread", team=team, services=", ".join(services))


def assumptions_told(given: Assumptions, words: Messages) -> str:
    """What a forecast takes for granted."""
    return words.text(
        "forecast-assumptions",
        hop_low=given.hop_ms.low,
        hop_high=given.hop_ms.high,
        work=given.work_ms,
        tail=given.tail,
        up_low=100 * given.availability.low,
        up_high=100 * given.availability.high,
        failure=100 * given.failure,
        retries=given.retries,
    )


def step_sentences(number: int, step: Step, words: Messages) -> Iterator[str]:
    """A step's headline, then what it takes and why."""
    head = {"service": step.service, "score": step.score, "change": step.change}
    yield words.text("migrate-step", n=number, **head)
    calls, events = step.calls_per_1000, step.events_per_1000
    yield words.text("migrate-remote", calls=calls, events=events)
    if step.entities:
        yield words.text("migrate-data", entities=listed(step.entities, NAMED))
    if step.shared:
        entities = listed(distinct(item.entity for item in step.shared), NAMED)
        yield words.text("migrate-shared", entities=entities)
    for saga in step.sagas[:SAGAS_SHOWN]:
        yield _saga(saga, words)
    if len(step.sagas) > SAGAS_SHOWN:
        yield words.text("migrate-sagas-more", n=len(step.sagas) - SAGAS_SHOWN)
    for reason in step.reasons[:REASONS_SHOWN]:
        yield words.text(f"difference-{reason.code}", **reason.params)


def _saga(saga: SagaNeeded, words: Messages) -> str:
    steps = " → ".join(_step(step, words) for step in saga.steps)
    services = ", ".join(saga.services)
    return words.text("migrate-saga", use_case=saga.use_case, services=services, steps=steps)


def _step(step: SagaStep, words: Messages) -> str:
    if step.last:
        return step.module
    if step.compensation:
        return words.text("migrate-undone", module=step.module, compensation=step.compensation)
    return words.text("migrate-undo-writes", module=step.module, writes=", ".join(step.writes))
