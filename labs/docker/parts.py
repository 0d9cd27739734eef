"""One part of a running lab in a container: what can be done to it."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docker.errors import APIError

from labs.docker.allowance import Allowance, allow
from labs.docker.containers import PROJECT, last_line, of_project
from labs.docker.engine import engine
from labs.docker.errors import EngineRefusedError
from labs.docker.plan import Container, Plan
from labs.supervising.errors import NoSuchLabError, UnknownPartError
from labs.wiring.arming import arming_command

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container as Running

_PAUSED, _SLIPPED = "paused", "unable to freeze"
FROZEN_WITHIN_S = 10.0
EVERYTHING = ["sh", "-c", "kill -9 -1"]
"""From within: the engine takes a kill of its own for a wish that the container stay down."""


class ContainerPart:
    """A container with its name in the lab."""

    def __init__(self, client: "DockerClient", planned: Container, running: "Running") -> None:
        self._client = client
        self.planned = planned
        self._running = running

    def kill(self) -> None:
        """End its processes at once; the engine starts it again."""
        self.resume()  # the engine lets nobody into a frozen one
        self._running.exec_run(EVERYTHING, detach=True)

    def pause(self) -> None:
        """Freeze it, if it is not frozen.

        The kernel may not get hold of all its processes while a healthcheck starts one.
        """
        deadline = time.monotonic() + FROZEN_WITHIN_S
        while self._running.status != _PAUSED:
            try:
                self._running.pause()
            except APIError as error:
                if _SLIPPED not in str(error) or time.monotonic() > deadline:
                    raise
            self._running.reload()

    def resume(self) -> None:
        """Let it go on, if it is frozen."""
        if self._running.status == _PAUSED:
            self._running.unpause()

    def allow(self, most: Allowance) -> None:
        """Let it take this much of the machine from now on."""
        allow(self._client, self._running, most)

    def isolate(self) -> None:
        """Take it off every network."""
        for name in self._networks():
            self._client.networks.get(name).disconnect(self._running, force=True)

    def rejoin(self) -> None:
        """Put it back under the name that others call it by, which the engine forgot."""
        if not self._networks():
            own = self._client.networks.get(f"{self._running.labels[PROJECT]}_default")
            own.connect(self._running, aliases=[self.planned.service])

    def _networks(self) -> list[str]:
        return list(self._running.attrs["NetworkSettings"]["Networks"])

    def arm(self, points: str) -> None:
        """Tell a service, from within, where it is to end itself.

        Raises:
            NoCrashPointError: there is no such point, or the part has none.
            EngineRefusedError: it does not run at this moment.
        """
        command = arming_command(self.planned.part, self.planned.kind, points)
        done: Any = self._running.exec_run(command)
        if done.exit_code:
            raise EngineRefusedError(last_line(done.output.decode(errors="replace")))

    def logs(self, lines: int) -> Sequence[str]:
        """The last lines it wrote."""
        text = self._running.logs(tail=lines).decode(errors="replace")
        return [line for line in text.splitlines() if line.strip()]


@contextmanager
def part_of(plan: Plan, name: str) -> Iterator[ContainerPart]:
    """The part of that name, for as long as the connection to the engine is held.

    Raises:
        NoSuchLabError: the lab has no containers yet, or not any more.
        UnknownPartError: it has no such part.
    """
    planned = next((c for c in plan.containers if c.part == name), None)
    if planned is None:
        raise UnknownPartError(name, ", ".join(c.part for c in plan.containers))
    with engine() as client:
        running = of_project(client, plan.project).get(planned.service)
        if running is None:
            raise NoSuchLabError(plan.lab)
        yield ContainerPart(client, planned, running)
