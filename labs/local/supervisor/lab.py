"""A running lab: starts its parts, brings back those that end, stops them all."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from labs.local.directories import LocalDirectory
from labs.local.launching import launch_command
from labs.local.plan import Plan
from labs.local.supervisor.fork_server import ForkEvent, ForkServer
from labs.local.supervisor.part import Children, ManagedPart, our_children, with_descendants
from labs.local.supervisor.preparing import Preparing
from labs.local.supervisor.server_process import ServerProcess
from labs.local.supervisor.service_process import ServiceProcess
from labs.runtime import LabError, LabStatus, Part, Progress, State
from labs.supervising.errors import UnknownPartError

STOP_WITHIN_S = 2.0


class Lab:
    """Every part of one lab."""

    def __init__(
        self,
        plan: Plan,
        directory: LocalDirectory,
        changed: Callable[[Progress], None],
        shop: subprocess.Popen[bytes] | None,
    ) -> None:
        self.plan = plan
        self._begin = time.monotonic()
        self._changed = changed
        self._shop = shop
        self._stopping = False
        self._ended = asyncio.Event()
        self._restarts: set[asyncio.Task[None]] = set()
        self._databases = plan.database_urls(directory)
        self._traces = str(directory.traces)
        self._forks = ForkServer(launch_command(directory), self._heard)
        self._preparing = Preparing(directory)
        self._servers = [ServerProcess(s, self._note) for s in plan.servers(directory)]
        self._services = [
            ServiceProcess(service, self._forks, directory.log(service.part), self._note)
            for service in plan.services
        ]

    @property
    def parts(self) -> tuple[ManagedPart, ...]:
        """Servers first."""
        return (*self._servers, *self._services)

    def part(self, name: str) -> ManagedPart:
        """The part of that name.

        Raises:
            UnknownPartError: there is none.
        """
        for part in self.parts:
            if part.name == name:
                return part
        raise UnknownPartError(name, ", ".join(part.name for part in self.parts))

    async def start(self) -> None:
        """Bring up the servers while the shop is imported, then the services.

        Raises:
            LabError: the first thing that went wrong.
        """
        if self._shop is None:
            self._forks.spawn()
        else:
            self._forks.watch(self._shop)
        await _together(self._servers, self.plan.ready_within_s)
        await _together(self._services, self.plan.ready_within_s)

    def prepare_next(self) -> None:
        """Have a data directory lie ready for the next lab like this one."""
        if self.plan.shape:
            self._preparing.spawn()

    async def stop(self) -> None:
        """End every process; the deaf ones by force."""
        self._stopping = True
        self._preparing.stop()
        for task in self._restarts:
            task.cancel()
        _, *everything = with_descendants(os.getpid(), our_children())
        self._forks.stop()
        for server in self._servers:
            server.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_ended(), STOP_WITHIN_S)
        for pid in everything:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await self._all_ended()

    async def look(self) -> None:
        """Ask every part whether it can still do its work."""
        await asyncio.gather(*(part.look() for part in self.parts))

    def leaders(self) -> Iterator[int]:
        """The first process of each part, and the fork server."""
        yield from (part.pid for part in self.parts if part.pid)
        if self._forks.pid:
            yield self._forks.pid

    def reap(self) -> None:
        """A child ended: see which."""
        self._ended.set()
        for server in self._servers:
            if server.runs and server.has_ended():
                self._gone(server)
        if self._forks.ended() is not None:
            self._without_forks()
        self._preparing.reap()

    def status(self) -> LabStatus:
        """What is seen now."""
        children = our_children()
        endpoints = {server.name: server.address for server in self._servers}
        endpoints |= {part.name: f"http://{part.address}" for part in self._services}
        endpoints["gateway-admin"] = f"http://127.0.0.1:{self.plan.gateway_admin_port}"
        return LabStatus(
            lab=self.plan.lab,
            runtime="local",
            up=all(part.state is not State.STARTING or part.restarts for part in self.parts),
            gateway_url=self.plan.gateway_url,
            uptime_s=time.monotonic() - self._begin,
            parts=tuple(_seen(part, children) for part in self.parts),
            endpoints=endpoints,
            traces=self._traces,
            stands_in=self.plan.stands_in,
            databases=self._databases,
        )

    def _heard(self, event: ForkEvent) -> None:
        for service in self._services:
            if service.deployable == event.started:
                service.forked(event.pid)
            if service.deployable == event.serves:
                service.said.set()
            if service.deployable == event.armed:
                service.armed(event.at)
            if service.deployable == event.exited:
                service.exited(event.code)
                if service.runs:
                    self._gone(service)

    def _gone(self, part: ManagedPart) -> None:
        part.enter(State.DOWN, "ended")
        if not self._stopping:
            task = asyncio.create_task(self._bring_back(part))
            self._restarts.add(task)
            task.add_done_callback(self._restarts.discard)

    async def _bring_back(self, part: ManagedPart) -> None:
        while True:
            await asyncio.sleep(self.plan.restart_after_s)
            part.restarts += 1
            if self._forks.ended() is not None:
                self._forks.spawn()
            try:
                await part.start(self.plan.ready_within_s)
            except LabError as error:
                part.kill()
                part.enter(State.DOWN, str(error.params.get("reason", "")))
            else:
                return

    def _without_forks(self) -> None:
        """The fork server ended, and every service with it."""
        for service in self._services:
            if service.runs:
                service.exited(-signal.SIGKILL)
                self._gone(service)

    async def _all_ended(self) -> None:
        while self._runs():
            self._ended.clear()
            await self._ended.wait()

    def _runs(self) -> bool:
        servers = [not server.has_ended() for server in self._servers if server.pid]
        return any(servers) or self._forks.ended() is None

    def _note(self, part: ManagedPart) -> None:
        self._changed(Progress(part.name, part.state, time.monotonic() - self._begin))


async def _together(parts: list[ServerProcess] | list[ServiceProcess], within_s: float) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part.start(within_s))
    except ExceptionGroup as errors:  # `except*` wraps what is raised in it, before Python 3.11.4
        raise _first(errors) from None


def _first(group: ExceptionGroup[Exception]) -> Exception:
    """What went wrong first, of the things that have a name if any has."""
    error: Exception = group.subgroup(LabError) or group
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _seen(part: ManagedPart, children: Children) -> Part:
    return Part(
        name=part.name,
        kind=part.kind,
        state=part.state,
        address=part.address,
        restarts=part.restarts,
        reason=part.reason,
        processes=tuple(part.processes(children)),
    )
