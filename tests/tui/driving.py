"""Pressing keys on the workbench and reading what it shows."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.pilot import Pilot

from tests.tui.fakes import FakeServices
from workbench.tui.app import WorkbenchApp

SMALL = (80, 24)
LARGE = (120, 40)


@dataclass
class Driver:
    app: WorkbenchApp
    pilot: Pilot[int]
    services: FakeServices

    async def settle(self) -> None:
        """Wait until no worker runs and every message has been handled."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def until(self, holds: Callable[[], object], within_s: float = 20.0) -> None:
        """Wait until something holds: a lesson goes on mounting after its workers are done."""
        deadline = time.monotonic() + within_s
        while not holds() and time.monotonic() < deadline:
            await self.pilot.pause(0.02)
        assert holds()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
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
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, services)
        await driver.settle()
        yield driver
