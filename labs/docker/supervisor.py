"""`python -m labs.docker.supervisor DIRECTORY LAB`: own a planned lab in containers."""

import subprocess
from collections.abc import Callable

from labs.docker.compose import begin, cut_short, up_command
from labs.docker.engine import engine
from labs.docker.plan import Plan
from labs.docker.removing import remove
from labs.docker.starting import Start
from labs.docker.writing import COMPOSE, COMPOSE_LAB
from labs.runtime import Progress
from labs.supervising.appointment import appointed
from labs.supervising.directories import LabDirectory
from labs.supervising.state import write_state
from labs.supervising.supervision import Supervision

STILL_COMING_S = 3.0
"""How long an engine may take to make what a killed compose had asked for."""


class LabInContainers:
    """A compose project in the hands of its supervisor."""

    def __init__(self, directory: LabDirectory, plan: Plan) -> None:
        self._directory = directory
        self._plan = plan
        self._compose: subprocess.Popen[str] | None = None

    def start(self, tell: Callable[[Progress], None], given_up: Callable[[], bool]) -> bool:
        """Return when every container is healthy; False as soon as `given_up` says so.

        Raises:
            LabError: a container ended or stays unhealthy, compose failed, or the engine is gone.
        """
        with engine() as client:
            start = Start(client, self._plan, tell)
            start.listen()
            return start.run(self._run_compose, given_up)

    def keep(self) -> None:
        """The engine keeps containers by itself."""

    def leave_nothing(self) -> None:
        """Remove containers, networks and volumes.

        Raises:
            LabError: the engine is away, or does not want to.
        """
        was_at_work = self._compose is not None and cut_short(self._compose)
        with engine() as client:
            remove(client, self._plan.project, quiet_s=STILL_COMING_S if was_at_work else 0.0)

    def _run_compose(self) -> subprocess.Popen[str]:
        root, project = self._directory.root, self._plan.project
        argv = up_command(self._plan.compose, project, root, COMPOSE, COMPOSE_LAB)
        self._compose = begin(argv)
        write_state(self._directory, [self._compose.pid])
        return self._compose


if __name__ == "__main__":
    place = LabDirectory(*appointed())
    plan = Plan.read(place)
    Supervision(place, LabInContainers(place, plan), plan).run()
