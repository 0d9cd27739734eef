"""Labs in containers: the generated compose project, running the shop."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from labs.docker import engine as engines
from labs.docker.compose import find_compose
from labs.docker.containers import of_project, remove, seen
from labs.docker.directories import docker_directory
from labs.docker.errors import ComposeMissingError
from labs.docker.options import DockerOptions
from labs.docker.parts import ContainerPart, part_of
from labs.docker.plan import Plan, project_name
from labs.local.healing import heal
from labs.local.lock import held, is_held
from labs.local.plan import Owner
from labs.local.starting import start
from labs.runtime import LabStatus, Progress, Shortage, State
from labs.supervising.ending import end

if TYPE_CHECKING:
    from docker import DockerClient

    from generators.blueprint import Blueprint
    from labs.local.directories import LabDirectory

ATTEMPTS = 3
"""A port can be taken between our look and a container's start."""
STOPPED_WITHIN_S = 30.0
SUPERVISOR = "labs.docker.supervisor"


class DockerRuntime:
    """Runs labs as compose projects, each under a supervisor of its own."""

    name = "docker"

    def __init__(self, options: DockerOptions | None = None) -> None:
        self._options = options or DockerOptions()

    def shortages(self) -> Sequence[Shortage]:
        """The engine, or compose."""
        if engines.find_engine() is None:
            return [Shortage("Docker", "docker-engine")]
        try:
            find_compose()
        except ComposeMissingError:
            return [Shortage("docker compose", "docker-compose")]
        return []

    def up(
        self,
        blueprint: "Blueprint",
        *,
        lab: str = "shop",
        owner_pid: int | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> LabStatus:
        """Start the blueprint's shop and return when every container is healthy.

        Raises:
            LabError: an image is missing, or something did not become ready; nothing is left.
        """
        from labs.docker.preparing import Fetching, prepare

        self.down(lab)
        find_compose()
        directory = self._directory(lab)
        with held(directory, STOPPED_WITHIN_S) as lock, engines.engine() as client:
            image = Fetching(client, self._options, on_progress).of_lab(blueprint)
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    owner = Owner.of_lab(owner_pid)
                    prepare(client, blueprint, directory, self._options, owner, image)
                    start(directory, lock, on_progress, SUPERVISOR)
                    break
                except BaseException as error:
                    _clear(client, directory)
                    if getattr(error, "code", "") != "port-busy" or attempt == ATTEMPTS:
                        raise
        return self.status(lab)

    def status(self, lab: str = "shop") -> LabStatus:
        """The lab as it is now; `up=False` where there is none.

        Raises:
            NoEngineError: there should be one, and the engine does not answer.
        """
        plan = self._plan(lab)
        if plan is None:
            return LabStatus(lab=lab, runtime=self.name, up=False)
        directory = self._directory(lab)
        with engines.engine() as client:
            parts = seen(plan.containers, of_project(client, plan.project))
        starting = any(part.state is State.STARTING and not part.restarts for part in parts)
        return LabStatus(
            lab=lab,
            runtime=self.name,
            up=not starting,
            gateway_url=plan.gateway_url,
            uptime_s=time.time() - directory.plan.stat().st_mtime,
            parts=parts,
            endpoints=plan.endpoints(),
            traces=str(directory.traces),
            databases=plan.database_urls(),
        )

    def down(self, lab: str = "shop") -> bool:
        """Stop the lab and remove all of it, also what a crash left. False where there was none.

        Raises:
            NoEngineError: what an earlier lab left cannot be looked for.
        """
        directory = self._directory(lab)
        was_up = is_held(directory)
        if was_up:
            end(directory, STOPPED_WITHIN_S)
        with held(directory, STOPPED_WITHIN_S), engines.engine() as client:
            return _clear(client, directory) or was_up

    def kill(self, part: str, *, lab: str = "shop") -> None:
        """End a part at once (SIGKILL). The engine starts it again."""
        with self._part(part, lab) as found:
            found.kill()

    def pause(self, part: str, *, lab: str = "shop") -> None:
        """Freeze a part: it holds its connections and answers nothing."""
        with self._part(part, lab) as found:
            found.pause()

    def resume(self, part: str, *, lab: str = "shop") -> None:
        """Let a paused part go on."""
        with self._part(part, lab) as found:
            found.resume()

    def isolate(self, part: str, *, lab: str = "shop") -> None:
        """Take a part off the lab's network: it runs, and nobody hears of it."""
        with self._part(part, lab) as found:
            found.isolate()

    def rejoin(self, part: str, *, lab: str = "shop") -> None:
        """Put a part back on the lab's network, under its old names."""
        with self._part(part, lab) as found:
            found.rejoin()

    def arm(self, part: str, points: str, *, lab: str = "shop") -> None:
        """Have a service end itself (SIGKILL) at the first of these crash points it comes to."""
        with self._part(part, lab) as found:
            found.arm(points)

    def logs(self, part: str, *, lab: str = "shop", lines: int = 50) -> Sequence[str]:
        """The last lines a part wrote."""
        with self._part(part, lab) as found:
            return found.logs(lines)

    def _part(self, part: str, lab: str) -> AbstractContextManager[ContainerPart]:
        return part_of(self._plan(lab), lab, part)

    def _plan(self, lab: str) -> Plan | None:
        """Of a lab that somebody owns: what a crash left is no lab."""
        directory = self._directory(lab)
        return Plan.read(directory) if is_held(directory) else None

    def _directory(self, lab: str) -> "LabDirectory":
        return docker_directory(lab, self._options.base)


def _clear(client: "DockerClient", directory: "LabDirectory") -> bool:
    """Leave nothing of an earlier lab. Call it only while holding the lab's lock."""
    heal(directory)
    return remove(client, project_name(directory.lab))
