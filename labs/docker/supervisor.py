"""`python -m labs.docker.supervisor DIRECTORY LAB`: start a planned lab and see it to its end.

Standard output says how the start goes, a JSON line a step, and is closed once the lab is ready.
Until then standard input must stay open: when it closes, the starter is gone, and the lab ends.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from labs.docker.compose import find_compose, up_command
from labs.docker.containers import remove
from labs.docker.engine import engine
from labs.docker.plan import Plan
from labs.docker.starting import Start
from labs.docker.writing import COMPOSE, COMPOSE_LAB
from labs.local.directories import LabDirectory
from labs.local.processes import adopt, bound
from labs.local.protocol import Fault, Report
from labs.local.state import write_state
from labs.runtime import LabError

WATCH_EVERY_S = 0.2


class Supervision:
    """One lab from start to end."""

    def __init__(self, directory: LabDirectory, plan: Plan) -> None:
        self._directory = directory
        self._plan = plan
        self._end = threading.Event()
        self._starting = True
        self._compose: subprocess.Popen[str] | None = None

    def run(self) -> int:
        """Start, watch, remove. The exit status says whether the start succeeded."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._end.set())
        threading.Thread(target=self._listen_to_starter, daemon=True).start()
        try:
            started = self._start()
            if started:
                self._watch()
        finally:
            self._leave_nothing()
        return 0 if started else 1

    def _start(self) -> bool:
        try:
            with engine() as client:
                start = Start(client, self._plan, lambda p: _say(Report(progress=p)))
                start.listen()
                started = start.run(self._run_compose, self._end.is_set)
        except LabError as error:
            self._leave_nothing()
            _say(Report(error=Fault(error.code, dict(error.params))))
            return False
        except Exception as error:
            # the starter has to hear it now: our log goes with the lab
            _say(Report(error=Fault("failed", {"reason": str(error)})))
            raise
        self._starting = False
        if started:
            _say(Report(ready=True))
            _let_go()
        return started

    def _run_compose(self) -> subprocess.Popen[str]:
        argv = up_command(
            find_compose(), self._plan.project, self._directory.root, COMPOSE, COMPOSE_LAB
        )
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=adopt(),  # noqa: PLW1509 - it must not outlive us
        )
        write_state(self._directory, [process.pid])
        self._compose = process
        return process

    def _watch(self) -> None:
        """Until someone ends it, its owner is gone, or its time is over."""
        begin, owner = time.monotonic(), self._plan.owner
        while not self._end.wait(WATCH_EVERY_S):
            if time.monotonic() - begin > self._plan.ends_after_s or (owner and not owner.alive()):
                return
            bound(self._directory.access_log)

    def _leave_nothing(self) -> None:
        """Containers, network, volumes and files go; an engine that is away keeps its share.

        The next start or stop of the lab takes that.
        """
        if self._compose is not None:
            self._compose.kill()
            self._compose.wait()
        with suppress(LabError), engine() as client:
            remove(client, self._plan.project)
        self._directory.remove()

    def _listen_to_starter(self) -> None:
        if not os.read(0, 1) and self._starting:
            self._end.set()


def _let_go() -> None:
    """The starter has heard; from now on nobody needs to listen to us."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.close(nothing)


def _say(report: Report) -> None:
    with suppress(BrokenPipeError):
        os.write(1, msgspec.json.encode(report) + b"\n")


def main(base: str, lab: str) -> int:
    """Run the lab that is planned there."""
    directory = LabDirectory(Path(base), lab)
    plan = Plan.read(directory)
    return 2 if plan is None else Supervision(directory, plan).run()


if __name__ == "__main__":
    os.chdir("/")
    if os.fork():  # so that nobody has to wait for us
        os._exit(0)
    sys.exit(main(*sys.argv[1:]))
