"""Labs in containers: the generated compose project, running the shop."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from labs.docker import engine as engines
from labs.docker.allowance import Allowance, designed
from labs.docker.compose import find_compose
from labs.docker.containers import of_project, seen
from labs.docker.errors import ComposeMissingError
from labs.docker.options import DockerOptions
from labs.docker.parts import ContainerPart, part_of
from labs.docker.plan import Plan, project_name
from labs.docker.removing import remove
from labs.runtime import LabStatus, Progress, Shortage
from labs.supervising.directories import LabDirectory
from labs.supervising.healing import heal
from labs.supervising.lock import held
from labs.supervising.owner import Owner
from labs.supervising.runtime import SupervisedRuntime
from labs.supervising.status import status_of

if TYPE_CHECKING:
    from generators.blueprint import Blueprint


class DockerRuntime(SupervisedRuntime):
    """Runs labs as compose projects."""

    name = "docker"
    supervisor = "labs.docker.supervisor"

    def __init__(self, options: DockerOptions | None = None) -> None:
        self._options = options or DockerOptions()
        super().__init__(self._options.base)

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
        from labs.docker.preparing import Fetching, Preparation

        self.down(lab)
        compose = find_compose()
        directory = self._directory(lab)
        with held(directory, self.stopped_within_s) as lock, engines.engine() as client:
            image = Fetching(client, self._options, on_progress).of_lab(blueprint)
            preparation = Preparation(client, self._options, compose, image)

            def plan() -> None:
                preparation.plan(blueprint, directory, Owner.of_lab(owner_pid))

            self._start(directory, lock, plan, on_progress)
        return self.status(lab)

    def isolate(self, part: str, *, lab: str = "shop") -> None:
        """Take a part off the lab's network: it runs, and nobody hears of it."""
        with self._part(part, lab) as found:
            found.isolate()

    def rejoin(self, part: str, *, lab: str = "shop") -> None:
        """Put a part back on the lab's network, under its old names."""
        with self._part(part, lab) as found:
            found.rejoin()

    def limit(
        self, part: str, *, cpus: float | None, memory_mb: float | None, lab: str = "shop"
    ) -> None:
        """Let a part take no more, of what is not None, than this."""
        with self._part(part, lab) as found:
            usual = designed(self._directory(lab).root, found.planned.service)
            found.allow(Allowance(cpus or usual.cpus, memory_mb or usual.memory_mb))

    def unlimit(self, part: str, *, lab: str = "shop") -> None:
        """Give a part back what its design allows it."""
        with self._part(part, lab) as found:
            found.allow(designed(self._directory(lab).root, found.planned.service))

    def _look(self, directory: LabDirectory) -> LabStatus:
        plan = Plan.read(directory)
        with engines.engine() as client:
            running = of_project(client, plan.project)
        parts = seen(plan.containers, running, came_up=directory.came_up.exists())
        return status_of(plan, directory, self.name, parts)

    def _part(self, name: str, lab: str) -> AbstractContextManager[ContainerPart]:
        return part_of(self._owned(lab, Plan), name)

    def _clear(self, directory: LabDirectory) -> bool:
        heal(directory)
        with engines.engine() as client:
            return remove(client, project_name(directory.lab))
