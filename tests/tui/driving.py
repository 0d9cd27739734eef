"""Pressing keys on the workbench and reading what it shows."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.events import Callback, Key
from textual.message import Message
from textual.pilot import Pilot

from tests.tui.fakes import FakeServices
from workbench.tui.app import WorkbenchApp

SMALL = (80, 24)
LARGE = (120, 40)

PATIENCE_S = 60.0
QUIET_ROUNDS = 2
WORK_LOOK_S = 0.01


class Traffic:
    """Counts what the application's parts have been told; the looks at them are no news."""

    def __init__(self) -> None:
        self.told = 0

    def __call__(self, message: Message) -> None:
        self.told += not isinstance(message, Callback)


@dataclass
class Driver:
    app: WorkbenchApp
    pilot: Pilot[int]
    services: FakeServices
    traffic: Traffic

    async def settle(self) -> None:
        """Wait until the screen rests: no worker runs, and nothing was said round after round.

        A pause asks every part of the screen whether it is done with what it was told, and paints.
        What that leads to (a section mounted after the next frame, a scroll after that) is said to
        some part, so it ends the quiet. How busy the process is would tell nothing: on a busy
        machine it stands still amidst its work.
        """
        deadline = time.monotonic() + PATIENCE_S
        quiet = 0
        while quiet < QUIET_ROUNDS:
            assert time.monotonic() < deadline, "the screen does not come to rest"
            told, working = self.traffic.told, self._working
            await self.pilot.pause(WORK_LOOK_S if working else 0)
            still = not working and not self._working and told == self.traffic.told
            quiet = quiet + 1 if still else 0

    @property
    def _working(self) -> bool:
        return not all(worker.is_finished for worker in self.app.workers)

    async def until(self, holds: Callable[[], object], within_s: float = PATIENCE_S) -> None:
        """Wait until something holds that comes in its own time, as what a timer asks for."""
        deadline = time.monotonic() + within_s
        while not holds() and time.monotonic() < deadline:
            await self.pilot.pause(0.02)
        assert holds()

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.app.post_message(Key(key, key if len(key) == 1 else None))
            await self.settle()

    @property
    def screen_name(self) -> str:
        return type(self.app.screen).__name__

    @property
    def text(self) -> str:
        """What a reader sees, line by line."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join(strip.text for strip in strips)


@asynccontextmanager
async def workbench(
    services: FakeServices | None = None,
    *,
    language: str = "en",
    size: tuple[int, int] = SMALL,
) -> AsyncIterator[Driver]:
    services = services or FakeServices()
    app = WorkbenchApp(services, language)
    traffic = Traffic()
    async with app.run_test(size=size, message_hook=traffic) as pilot:
        driver = Driver(app, pilot, services, traffic)
        await driver.settle()
        yield driver
