"""`python -m labs.kubernetes.supervisor DIRECTORY LAB`: start a planned lab and see it to its end.

Standard output says how the start goes, a JSON line a step, and is closed once the lab is ready.
Until then standard input must stay open: when it closes, the starter is gone, and the lab ends.
"""

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from labs.kubernetes.applying import apply, remove
from labs.kubernetes.cluster import Cluster
from labs.kubernetes.forwarding import Forwarder, forwards
from labs.kubernetes.kubectl import cluster_of
from labs.kubernetes.plan import Plan
from labs.kubernetes.rollout import Rollout
from labs.local.directories import LabDirectory
from labs.local.protocol import Fault, Report
from labs.local.state import write_state
from labs.runtime import LabError

WATCH_EVERY_S = 0.5


class Supervision:
    """One lab from start to end."""

    def __init__(self, directory: LabDirectory, plan: Plan) -> None:
        self._directory = directory
        self._plan = plan
        self._end = threading.Event()
        self._starting = True
        logs = directory.log("any").parent
        self._forwarder = Forwarder(plan.context, forwards(plan), logs)

    def run(self) -> int:
        """Start, watch, remove. The exit status says whether the start succeeded."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._end.set())
        threading.Thread(target=self._listen_to_starter, daemon=True).start()
        write_state(self._directory, [])
        try:
            started = self._start()
            if started:
                self._watch()
        finally:
            self._leave_nothing()
        return 0 if started else 1

    def _start(self) -> bool:
        try:
            with cluster_of(self._plan.context) as cluster:
                started = self._roll_out(cluster)
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

    def _roll_out(self, cluster: Cluster) -> bool:
        if not apply(cluster, self._plan, self._end.is_set):
            return False
        rollout = Rollout(cluster, self._plan, lambda step: _say(Report(progress=step)))
        if not rollout.run(self._end.is_set):
            return False
        self._forwarder.open()
        return True

    def _watch(self) -> None:
        """Until someone ends it, its owner is gone, or its time is over."""
        begin, owner = time.monotonic(), self._plan.owner
        while not self._end.wait(WATCH_EVERY_S):
            if time.monotonic() - begin > self._plan.ends_after_s or (owner and not owner.alive()):
                return
            self._forwarder.keep()

    def _leave_nothing(self) -> None:
        """Ports, namespace and files go; a cluster that is away keeps its share.

        The next start or stop of the lab takes that.
        """
        self._forwarder.close()
        with suppress(LabError), cluster_of(self._plan.context) as cluster:
            remove(cluster, self._plan.lab)
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
    if os.fork():  # so that nobody has to wait for us
        os._exit(0)
    sys.exit(main(*sys.argv[1:]))
