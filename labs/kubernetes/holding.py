"""Commands of kubectl that go on for as long as a lab does, and are held to it."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from labs.kubernetes.kubectl import KUBECTL, SPOKEN_IN, found
from labs.supervising.processes import Command, spawn


class Held(NamedTuple):
    """One such command."""

    arguments: Sequence[str]
    output: Path
    """What it prints is appended here."""
    later: Sequence[str] = ()
    """Added when it has to be started again."""


class Holder:
    """A command that ended, as they do when a pod goes, is started again."""

    def __init__(self, context: str, wanted: Sequence[Held]) -> None:
        self._context = context
        self._wanted = wanted
        self._running: dict[Held, subprocess.Popen[bytes]] = {}

    def keep(self) -> None:
        """Start what does not run. Call it often, from the main thread."""
        for each in self._wanted:
            running = self._running.get(each)
            if running is None:
                self._running[each] = self._start(each, each.arguments)
            elif running.poll() is not None:
                self._running[each] = self._start(each, (*each.arguments, *each.later))

    def close(self) -> None:
        """End all of them."""
        for process in self._running.values():
            process.kill()
            process.wait()
        self._running.clear()

    def _start(self, held: Held, arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
        argv = (found(KUBECTL), "--context", self._context, *arguments)
        return spawn(Command(argv, held.output, environment=SPOKEN_IN))
