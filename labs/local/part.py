"""One part of a running lab as a process: its supervisor does what is asked."""

from collections.abc import Sequence

from labs.local.client import ask
from labs.local.directories import LocalDirectory
from labs.local.protocol import Request


class ProcessPart:
    """A part by its name; whether there is one, the supervisor knows."""

    def __init__(self, directory: LocalDirectory, name: str) -> None:
        self._directory = directory
        self._name = name

    def kill(self) -> None:
        """End it at once; it is started again after the lab's restart delay."""
        ask(self._directory, Request("kill", self._name))

    def pause(self) -> None:
        """Freeze it, if it is not frozen."""
        ask(self._directory, Request("pause", self._name))

    def resume(self) -> None:
        """Let it go on, if it is frozen."""
        ask(self._directory, Request("resume", self._name))

    def arm(self, points: str) -> None:
        """Have it end itself at the first of these crash points; it will when this returns."""
        ask(self._directory, Request("arm", self._name, points))

    def logs(self, lines: int) -> Sequence[str]:
        """The last lines it wrote."""
        return ask(self._directory, Request("logs", self._name, lines=lines)).lines
