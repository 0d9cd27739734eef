"""A planned lab from its start to its end.

Standard output says how the start goes, a JSON line a step, and is closed once the lab is ready.
Until then standard input must stay open: when it closes, the starter is gone, and the lab ends.
"""

import asyncio
import os
import signal
import subprocess
import time
from contextlib import suppress

from labs.local.directories import LocalDirectory
from labs.local.plan import Plan
from labs.local.supervisor.control import Control
from labs.local.supervisor.lab import Lab
from labs.runtime import LabError, Progress
from labs.supervising.logs import bound
from labs.supervising.reports import Fault, Report, let_go, say
from labs.supervising.state import write_state

WATCH_EVERY_S = 0.2
LOOK_EVERY_S = 1.0


class Supervision:
    """One lab from start to end."""

    def __init__(self, directory: LocalDirectory, shop: subprocess.Popen[bytes] | None) -> None:
        self._directory = directory
        self._plan = Plan.read(directory)
        self._end = asyncio.Event()
        self._starting = True
        self._lab = Lab(self._plan, directory, self._changed, shop)

    async def run(self) -> int:
        """Start, watch, stop, remove. The exit status says whether the start succeeded."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._end.set)
        loop.add_signal_handler(signal.SIGCHLD, self._lab.reap)
        loop.add_reader(0, self._starter_gone)
        write_state(self._directory, [])
        control = await Control(self._lab, self._directory).listen()
        try:
            started = await self._start()
            if started:
                await self._watch()
        finally:
            control.close()
            await self._lab.stop()
            self._directory.remove()
        return 0 if started else 1

    async def _start(self) -> bool:
        start = asyncio.create_task(self._lab.start())
        end = asyncio.create_task(self._end.wait())
        await asyncio.wait((start, end), return_when=asyncio.FIRST_COMPLETED)
        end.cancel()
        if not start.done():
            start.cancel()
            with suppress(asyncio.CancelledError, LabError):
                await start
            return False
        self._starting = False
        try:
            start.result()
        except LabError as error:
            say(Report(error=Fault(error.code, dict(error.params))))
            return False
        except Exception as error:
            # the starter has to hear it now: our log goes with the lab
            say(Report(error=Fault("failed", {"reason": str(error)})))
            raise
        say(Report(ready=True))
        asyncio.get_running_loop().remove_reader(0)
        let_go(0, 1)
        self._lab.prepare_next()
        return True

    async def _watch(self) -> None:
        """Until someone ends it, its owner is gone, or its time is over."""
        begin = looked = time.monotonic()
        while not self._end.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), WATCH_EVERY_S)
            now, owner = time.monotonic(), self._plan.owner
            if now - begin > self._plan.ends_after_s or (owner and not owner.alive()):
                return
            if now - looked > LOOK_EVERY_S:
                looked = now
                await self._look()

    async def _look(self) -> None:
        for log in self._directory.endless():
            bound(log)
        await self._lab.look()

    def _changed(self, progress: Progress) -> None:
        if self._starting:
            say(Report(progress=progress))
        write_state(self._directory, self._lab.leaders())

    def _starter_gone(self) -> None:
        if not os.read(0, 1):
            asyncio.get_running_loop().remove_reader(0)
            self._end.set()


def supervise(directory: LocalDirectory, shop: subprocess.Popen[bytes] | None) -> int:
    """Run a lab, whose fork server may run already. The exit status says whether it came up."""
    return asyncio.run(Supervision(directory, shop).run())
