"""A module's part in the choreography."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from labs.commerce.choreography.plan import plan
from labs.commerce.choreography.worker import Worker
from labs.commerce.modules.orders.api import OrderCreated
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import DomainError
from labs.commerce.platform.events import Handler, Outbox
from labs.commerce.platform.events.reactions import Due, Reactions
from labs.commerce.platform.messages import Event
from labs.commerce.platform.module import Parts
from labs.commerce.platform.telemetry import Log

Step = Callable[[OrderCreated], Awaitable[object]]
"""A step of the saga: it learns what it must know from the event that opened the order."""

Undo = Callable[[UUID], Awaitable[object]]
"""A compensation: the order's number is all it needs."""

_encode = msgspec.json.encode
_decode = msgspec.json.Decoder(OrderCreated).decode


def _told_already(_order_id: UUID, _error: DomainError) -> Event | None:
    """The module itself publishes its refusals."""
    return None


@dataclass(frozen=True, slots=True)
class Part:
    """The actions that a module can perform."""

    steps: Mapping[str, Step]
    undoing: Mapping[str, Undo]
    refusal: Callable[[UUID, DomainError], Event | None] = _told_already
    """What the world must be told of a step that the rules refused."""


@dataclass(frozen=True, slots=True)
class Participation:
    """What the host is to run for a module's part."""

    handlers: Mapping[type[Event], Handler] = field(default_factory=dict)
    background: Sequence[Callable[[], Awaitable[None]]] = ()


def take_part(parts: Parts, module: str, part: Part) -> Participation:
    """Have a module react to the checkout's events; nothing where somebody coordinates it."""
    if parts.spec.checkout != "saga-choreography":
        return Participation()
    worker = Worker(parts.log)
    reactions = Reactions(parts.database, module, parts.instance, worker.kick)
    actor = _Actor(reactions, parts.outbox, parts.log, part)

    async def perform(due: Due) -> None:
        with parts.tracer.step(module, due.action, due.order_id):
            await actor.perform(due)

    async def work() -> None:
        await worker.run(reactions, perform)

    calls = {
        kind: action
        for kind, action in plan(parts.spec.saga).items()
        if action in (part.steps.keys() | part.undoing.keys())
    }
    return Participation(actor.handlers(calls), [work])


@dataclass(frozen=True, slots=True)
class _Outcome:
    told: Event | None = None
    """What the world must be told."""
    refusal: str = ""
    """Why a compensation will never be performed."""


@dataclass(frozen=True, slots=True)
class _Actor:
    reactions: Reactions
    outbox: Outbox
    log: Log
    part: Part

    def handlers(self, calls: Mapping[type[Event], str]) -> dict[type[Event], Handler]:
        """Keep the brief of every order, and promise what the other events call for."""

        async def on_created(event: OrderCreated, _event_id: UUID) -> None:
            for action in self.part.steps:
                await self.reactions.prepare(action, event.order_id, _encode(event))
            if OrderCreated in calls:
                await self.reactions.call(calls[OrderCreated], event.order_id)

        heard = {kind: self._call(action) for kind, action in calls.items()}
        return {**heard, OrderCreated: on_created}

    async def perform(self, due: Due) -> None:
        """Perform an action and note its outcome, with what must be told of a refusal."""
        crash_here(Place.BEFORE_STEP, due.action)
        outcome = await self._outcome(due)
        crash_here(Place.AFTER_STEP, due.action)
        told = [] if outcome.told is None else [self.outbox.envelope(outcome.told)]
        await self.reactions.finish(due, outcome.refusal, *told)
        crash_here(Place.AFTER_NOTE, due.action)

    async def _outcome(self, due: Due) -> _Outcome:
        try:
            if due.action in self.part.steps:
                await self.part.steps[due.action](_decode(due.brief))
            else:
                await self.part.undoing[due.action](due.order_id)
        except DomainError as error:
            return self._refused(due, error)
        return _Outcome()

    def _refused(self, due: Due, error: DomainError) -> _Outcome:
        order = str(due.order_id)
        if due.action in self.part.steps:
            self.log.info("step-refused", action=due.action, order=order, error=error.code)
            return _Outcome(self.part.refusal(due.order_id, error))
        # nothing follows: only a person can settle this
        self.log.error("compensation-refused", action=due.action, order=order, error=error.code)
        return _Outcome(refusal=error.code)

    def _call(self, action: str) -> Handler:
        brief = None if action in self.part.steps else b""

        async def handle(event: Any, _event_id: UUID) -> None:  # noqa: ANN401 - any event of an order
            await self.reactions.call(action, event.order_id, brief)

        return handle
