"""When a part that starts is looked at: now and then, and at once when it says that it serves."""

import asyncio

import pytest

from labs.local.supervisor import part
from labs.local.supervisor.part import wait_until_ready
from labs.supervising.errors import PartEndedError


class Starting:
    """A part that serves from some moment on."""

    def __init__(self) -> None:
        self.serves = False
        self.exit: int | None = None
        self.said = asyncio.Event()
        self.looked = asyncio.Event()

    async def refusal(self) -> str | None:
        self.looked.set()
        return None if self.serves else "not yet"

    async def ready(self) -> None:
        await wait_until_ready(
            "order", self.refusal, lambda: self.exit, lambda: "", 1_000.0, self.said
        )


@pytest.fixture(autouse=True)
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks again by themselves while a test lasts."""
    monkeypatch.setattr(part, "LONGEST_BETWEEN_LOOKS_S", 1_000.0)


async def test_a_part_that_says_it_serves_is_looked_at_at_once():
    order = Starting()
    waiting = asyncio.create_task(order.ready())
    await order.looked.wait()
    order.serves = True
    order.said.set()
    await asyncio.wait_for(waiting, 20)


async def test_a_part_that_spoke_too_soon_is_heard_a_second_time():
    order = Starting()
    waiting = asyncio.create_task(order.ready())
    for serves in (False, True):
        await asyncio.wait_for(order.looked.wait(), 20)
        order.looked.clear()
        order.serves = serves
        order.said.set()
    await asyncio.wait_for(waiting, 20)


async def test_the_end_of_a_part_is_noted_at_once():
    order = Starting()
    waiting = asyncio.create_task(order.ready())
    await order.looked.wait()
    order.exit = 1
    order.said.set()
    with pytest.raises(PartEndedError):
        await asyncio.wait_for(waiting, 20)
