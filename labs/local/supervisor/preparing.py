"""The process that prepares a data directory for the next lab, while this one runs."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from labs.local.directories import LocalDirectory
from labs.local.supervisor.part import our_children, with_descendants
from labs.supervising.processes import Command, spawn, started_at

LOOK_EVERY_S = 0.005
PROGRAM = (sys.executable, "-m", "labs.local.preparing")


class Preparing:
    """At most one, and nobody waits for it."""

    def __init__(self, directory: LocalDirectory) -> None:
        argv = (*PROGRAM, str(directory.base), directory.lab)
        self._command = Command(argv, directory.log("preparing"))
        self._process: subprocess.Popen[bytes] | None = None

    def spawn(self) -> None:
        """Run it."""
        self._process = spawn(self._command)

    def reap(self) -> None:
        """Note its end."""
        if self._process is not None and self._process.poll() is not None:
            self._process = None

    def stop(self) -> None:
        """End it with all that it started, and wait: they write where the lab is removed next."""
        if self._process is None:
            return
        everything = with_descendants(self._process.pid, our_children())
        for pid in everything:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(started_at(pid) is not None for pid in everything):
            time.sleep(LOOK_EVERY_S)
