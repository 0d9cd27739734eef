"""A service replica: forked by the fork server, watched by us."""

import asyncio
from contextlib import suppress
from pathlib import Path

from labs.commerce.platform.crash_points import parse
from labs.local.plan import ServicePlan
from labs.local.readiness import http_ready
from labs.local.supervisor.fork_server import ForkServer
from labs.local.supervisor.part import Listener, ManagedPart, wait_until_ready
from labs.runtime import State
from labs.supervising.errors import (
    NoCrashPointError,
    NotArmedError,
    PartEndedError,
    PortBusyError,
)
from labs.supervising.logs import last_line
from labs.supervising.ports import is_free
from labs.wiring.errors import CannotLaunchError

_ASKED = frozenset({State.READY, State.UNREADY})
_HEARD_WITHIN_S = 5.0


class ServiceProcess(ManagedPart):
    """One replica of a deployable."""

    def __init__(self, plan: ServicePlan, forks: ForkServer, log: Path, changed: Listener) -> None:
        super().__init__(plan.part, f"{plan.host}:{plan.port}", changed)
        self.kind = plan.kind
        self.deployable = plan.deployable
        self._plan = plan
        self._forks = forks
        self._log = log
        self._exit: int | None = None
        self.said = asyncio.Event()
        """It says that it can do its work, or has nothing more to say."""
        self._arming = asyncio.Lock()
        self._points = ""
        self._answered = asyncio.Event()
        """It says that it is armed at those points, or has nothing more to say."""

    async def start(self, within_s: float) -> None:
        """Have it forked and wait until it is ready."""
        self.enter(State.STARTING)
        self._exit = None
        self.said.clear()
        self._forks.fork(self.deployable)
        try:
            await wait_until_ready(
                self.name,
                self._refusal,
                self._ended,
                lambda: last_line(self._log),
                within_s,
                self.said,
            )
        except PartEndedError as error:
            if self._forks.ended() is not None:
                raise CannotLaunchError(self._forks.last_words) from error
            for port in (self._plan.port, *self._plan.further_ports):
                if not is_free(port):
                    raise PortBusyError(self.name, port) from error
            raise
        self.enter(State.READY)

    async def look(self) -> None:
        """A service says itself what it lacks: its database, the broker."""
        if self.state not in _ASKED:
            return
        refusal = await self._refusal()
        if self.state in _ASKED:  # it may have ended meanwhile
            self.enter(State.UNREADY if refusal else State.READY, refusal or "")

    async def arm(self, points: str) -> None:
        """Have it end itself at the first of these crash points; it says itself that it will."""
        try:
            parse(points)
        except ValueError:
            raise NoCrashPointError(self.name, points) from None
        async with self._arming:
            if not self.pid or self.state is State.PAUSED:
                raise NotArmedError(self.name)
            self._points = points
            self._answered.clear()
            self._forks.arm(self.deployable, points)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._answered.wait(), _HEARD_WITHIN_S)
            if not self.pid or not self._answered.is_set():
                raise NotArmedError(self.name)

    def armed(self, points: str) -> None:
        """Note that it took up where to end itself."""
        if points == self._points:
            self._answered.set()

    def forked(self, pid: int) -> None:
        """Note the process that the fork server made."""
        self.pid = pid

    def exited(self, status: int) -> None:
        """Note its end."""
        self.pid, self._exit = 0, status
        self.said.set()
        self._answered.set()

    def _ended(self) -> int | None:
        return self._exit if self._exit is not None else self._forks.ended()

    async def _refusal(self) -> str | None:
        return await http_ready(self._plan.host, self._plan.port, "/ready")
