"""Talking to the program that forks the services.

It writes a JSON line for each child: `{"started": "order-1", "pid": 71}` when it was forked,
`{"exited": "order-1", "pid": 71, "code": -9}` when it ended, and `{"problem": "..."}` when it
cannot launch at all; a child writes `{"serves": "order-1"}` once it can do its work, and
`{"armed": "order-1", "at": "…"}` once it is. It reads `{"start": "order-1"}` and
`{"arm": "order-1", "at": "…"}`, and ends with us, as its children with it.
"""

import asyncio
import os
import subprocess
from collections.abc import Callable
from contextlib import suppress

import msgspec

from labs.supervising.logs import last_line
from labs.supervising.processes import Command, spawn


class ForkEvent(msgspec.Struct, frozen=True):
    """One line of the fork server."""

    started: str = ""
    exited: str = ""
    serves: str = ""
    armed: str = ""
    at: str = ""
    """Where an armed child is to crash."""
    pid: int = 0
    code: int = 0
    """The exit status of the child that ended; negative: the signal."""
    problem: str = ""
    """Why nothing can be launched."""


class ForkServer:
    """The process, and what it says."""

    def __init__(self, command: Command, heard: Callable[[ForkEvent], None]) -> None:
        self._command = command
        self._heard = heard
        self._process: subprocess.Popen[bytes] | None = None
        self._unfinished = b""
        self._problems: list[str] = []

    @property
    def pid(self) -> int:
        """Its process; 0 when it does not run."""
        return self._process.pid if self._process and self.ended() is None else 0

    @property
    def last_words(self) -> str:
        """Why it cannot launch anything, or the last line it wrote."""
        return "; ".join(self._problems) or last_line(self._command.log)

    def spawn(self) -> None:
        """Run it: it imports the shop meanwhile and forks nothing yet."""
        self.watch(spawn(self._command, talks=True))

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        """Talk to one that was spawned."""
        self._forget()
        self._process = process
        output = process.stdout
        if output is not None:
            asyncio.get_running_loop().add_reader(output.fileno(), self._read, output.fileno())

    def fork(self, name: str) -> None:
        """Start a deployable's replica."""
        self._say({"start": name})

    def arm(self, name: str, points: str) -> None:
        """Have a replica end itself at the first of these crash points; it says that it will."""
        self._say({"arm": name, "at": points})

    def ended(self) -> int | None:
        """Its exit status; None while it runs. Reaps it."""
        return self._process.poll() if self._process else 0

    def stop(self) -> None:
        """End it at once, and with it its children: nothing of theirs is worth a goodbye."""
        if self._process is not None:
            self._process.kill()

    def _forget(self) -> None:
        """Let go of one that ended, with what it did not finish saying."""
        self._problems.clear()
        self._unfinished = b""
        if self._process is None:
            return
        for pipe in (self._process.stdout, self._process.stdin):
            if pipe is not None:
                # before it is closed: the loop would go on watching a number that is given out anew
                asyncio.get_running_loop().remove_reader(pipe.fileno())
                with suppress(BrokenPipeError):
                    pipe.close()

    def _say(self, command: dict[str, str]) -> None:
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(msgspec.json.encode(command) + b"\n")
                self._process.stdin.flush()

    def _read(self, descriptor: int) -> None:
        data = os.read(descriptor, 65536)
        if not data:
            asyncio.get_running_loop().remove_reader(descriptor)
            return
        *lines, self._unfinished = (self._unfinished + data).split(b"\n")
        for line in lines:
            if line.strip():
                self._take(msgspec.json.decode(line, type=ForkEvent))

    def _take(self, event: ForkEvent) -> None:
        if event.problem:
            self._problems.append(event.problem)
        else:
            self._heard(event)
