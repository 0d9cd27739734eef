"""What a runtime does the same way, wherever the parts of its labs run."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar

from labs.runtime import LabStatus, Progress
from labs.supervising.directories import LabDirectory, default_base
from labs.supervising.ending import end
from labs.supervising.errors import NoSuchLabError
from labs.supervising.healing import heal
from labs.supervising.lock import held, is_held
from labs.supervising.plan import LabPlan
from labs.supervising.starting import start

Plan = TypeVar("Plan", bound=LabPlan)
ATTEMPTS = 3
"""A port can be taken between our look and a server's start."""


class RunningPart(Protocol):
    """One part of a running lab, and what can be done to it; see `labs.runtime.Runtime`."""

    def kill(self) -> None:
        """End it at once; it is started again."""
        ...

    def pause(self) -> None:
        """Freeze it. Safe to do twice."""
        ...

    def resume(self) -> None:
        """Let it go on. Safe to do twice."""
        ...

    def arm(self, points: str) -> None:
        """Have it end itself at the first of these crash points; it will when this returns.

        Raises:
            LabError: it has no such crash point, or is down or paused.
        """
        ...

    def logs(self, lines: int) -> Sequence[str]:
        """The last lines it wrote."""
        ...


class SupervisedRuntime(ABC):
    """Labs that each belong to a process of its own. Runtimes say how labs come up, and look."""

    name: str
    supervisor: ClassVar[str]
    """The module that owns a lab."""
    stopped_within_s: ClassVar[float] = 30.0
    """How long a supervisor may take to leave nothing, before it is ended by force."""

    def __init__(self, base: Path | None) -> None:
        self._base = base or default_base(self.name)

    def status(self, lab: str = "shop") -> LabStatus:
        """The lab as it is now; `up=False` where there is none: what a crash left is no lab.

        Raises:
            LabError: there should be one, and whoever runs it does not answer.
        """
        directory = self._directory(lab)
        if is_held(directory):
            with suppress(NoSuchLabError):
                return self._look(directory)
        return LabStatus(lab=lab, runtime=self.name, up=False)

    def down(self, lab: str = "shop") -> bool:
        """Stop the lab and remove all of it, also what a crash left. False where there was none.

        Raises:
            LabError: what an earlier lab left cannot be looked for.
        """
        directory = self._directory(lab)
        was_up = self._end(directory)
        with held(directory, self.stopped_within_s):
            return self._clear(directory) or was_up

    def kill(self, part: str, *, lab: str = "shop") -> None:
        """End a part at once (SIGKILL). It is started again."""
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

    def arm(self, part: str, points: str, *, lab: str = "shop") -> None:
        """Have a service end itself (SIGKILL) at the first of these crash points it comes to."""
        with self._part(part, lab) as found:
            found.arm(points)

    def logs(self, part: str, *, lab: str = "shop", lines: int = 50) -> Sequence[str]:
        """The last lines a part wrote."""
        with self._part(part, lab) as found:
            return found.logs(lines)

    @abstractmethod
    def _look(self, directory: LabDirectory) -> LabStatus:
        """A lab that somebody owns, as it is now.

        Raises:
            NoSuchLabError: it has come no further than its lock.
        """

    @abstractmethod
    def _part(self, name: str, lab: str) -> AbstractContextManager[RunningPart]:
        """The part of that name, for as long as the way to it is held.

        Raises:
            NoSuchLabError: the lab is not up.
            UnknownPartError: it has no such part.
        """

    def _directory(self, lab: str) -> LabDirectory:
        return LabDirectory.of(lab, self._base)

    def _owned(self, lab: str, kind: type[Plan]) -> Plan:
        """The plan of a lab that somebody owns.

        Raises:
            NoSuchLabError: nobody does.
        """
        directory = self._directory(lab)
        if not is_held(directory):
            raise NoSuchLabError(lab)
        return kind.read(directory)

    def _clear(self, directory: LabDirectory) -> bool:
        """Leave nothing of a lab that nobody owns, and say whether there was more than files.

        Call it only while holding the lab's lock.
        """
        heal(directory)
        return False

    def _end(self, directory: LabDirectory) -> bool:
        """Have the lab's supervisor end it. False where there is none."""
        was_up = is_held(directory)
        if was_up:
            end(directory, self.stopped_within_s)
        return was_up

    def _start(
        self,
        directory: LabDirectory,
        lock: int,
        prepare: Callable[[], None],
        on_progress: Callable[[Progress], None],
    ) -> None:
        """Prepare a lab and return when every part is ready; again where a port was taken then.

        Raises:
            LabError: something did not become ready; nothing is left.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                prepare()
                start(directory, lock, on_progress, self.supervisor)
            except BaseException as error:
                self._clear(directory)
                if getattr(error, "code", "") != "port-busy" or attempt == ATTEMPTS:
                    raise
            else:
                return
