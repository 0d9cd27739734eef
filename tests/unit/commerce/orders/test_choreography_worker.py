"""Performing what was promised, with an agenda written by hand."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from labs.commerce.choreography.worker import Worker
from labs.commerce.platform.errors import OutcomeUnknownError, UnavailableError
from labs.commerce.platform.events.reactions import Due
from tests.unit.commerce.fakes import ORDER, log


@dataclass
class HandAgenda:
    """Gives out what is waiting; what is put off is given out again, at once."""

    waiting: list[Due]
    away: int = 0
    pauses: list[timedelta] = field(default_factory=list)
    reclaimed: bool = False

    async def claim(self, limit: int) -> list[Due]:
        if self.away:
            self.away -= 1
            raise UnavailableError("database-unavailable")
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return taken

    async def put_off(self, due: Due, pause: timedelta) -> None:
        if self.away:
            self.away -= 1
            raise UnavailableError("database-unavailable")
        self.pauses.append(pause)
        self.waiting.append(due._replace(attempts=due.attempts + 1))

    async def reclaim(self) -> None:
        self.reclaimed = True


@dataclass
class Performed:
    """Fails as often as it is told to, then remembers what it performed."""

    wanted: int
    errors: list[Exception] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, due: Due) -> None:
        if self.errors:
            raise self.errors.pop(0)
        if due.action == "Slow":
            await asyncio.sleep(3600)
        self.actions.append(due.action)
        if len(self.actions) == self.wanted:
            self.ended.set()


def due(action: str = "ProcessPayment") -> Due:
    return Due(action, ORDER, b"", 1, "r")


async def work(agenda: HandAgenda, perform: Performed) -> None:
    worker = asyncio.create_task(Worker(log()).run(agenda, perform))
    await asyncio.wait_for(perform.ended.wait(), 5)
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker


@pytest.mark.parametrize(
    "error", [UnavailableError("away"), OutcomeUnknownError("?"), ValueError("a defect")]
)
async def test_what_has_no_outcome_is_performed_again(error: Exception) -> None:
    agenda, perform = HandAgenda([due()]), Performed(1, [error, error])
    await work(agenda, perform)
    assert perform.actions == ["ProcessPayment"]
    assert agenda.pauses == sorted(agenda.pauses)
    assert len(agenda.pauses) == 2


async def test_what_cannot_be_put_off_either_is_so_once_the_database_is_back() -> None:
    agenda = HandAgenda([due()])

    async def perform(one: Due) -> None:
        if one.attempts == 1:
            agenda.away = 2
            raise UnavailableError("away")
        ended.set()

    ended = asyncio.Event()
    worker = asyncio.create_task(Worker(log()).run(agenda, perform))
    await asyncio.wait_for(ended.wait(), 5)
    worker.cancel()
    assert agenda.pauses


async def test_a_slow_action_holds_up_no_other() -> None:
    perform = Performed(2)
    await work(HandAgenda([due("Slow"), due("One"), due("Other")]), perform)
    assert sorted(perform.actions) == ["One", "Other"]


async def test_no_more_is_begun_at_once_than_there_is_room_for() -> None:
    agenda = HandAgenda([due("Slow")] * 15 + [due("One"), due("Other")] + [due("Slow")] * 9)
    await work(agenda, Performed(2))
    assert len(agenda.waiting) == 8


async def test_a_database_that_is_away_is_asked_again() -> None:
    agenda, perform = HandAgenda([due()], away=1), Performed(1)
    await work(agenda, perform)
    assert (perform.actions, agenda.reclaimed) == (["ProcessPayment"], True)
