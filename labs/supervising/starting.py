"""Handing a planned lab over to its supervisor, and listening until it is ready."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import IO

import msgspec

from labs.runtime import LabError, Progress
from labs.supervising.directories import LabDirectory
from labs.supervising.errors import SupervisorLostError
from labs.supervising.logs import last_line
from labs.supervising.reports import Report


def start(
    directory: LabDirectory,
    lock: int,
    on_progress: Callable[[Progress], None],
    supervisor: str,
) -> None:
    """Run the supervisor of a planned lab; it inherits the lab's lock.

    Returns when every part is ready. If we end before, it ends, too.

    Raises:
        LabError: something did not become ready; nothing is left running.
    """
    with directory.log("supervisor").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", supervisor, directory.base, directory.lab],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            pass_fds=[lock],
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    process.wait()  # it has forked the supervisor, which is nobody's child
    with process.stdin as alive, process.stdout as reports:  # type: ignore[union-attr]  # pipes
        try:
            _listen(reports, directory, on_progress)
        except BaseException:
            alive.close()  # the supervisor's sign to give up
            reports.read()  # until it has
            raise


def _listen(
    reports: IO[bytes],
    directory: LabDirectory,
    on_progress: Callable[[Progress], None],
) -> None:
    for line in reports:
        report = msgspec.json.decode(line, type=Report)
        if report.error is not None:
            raise LabError.reported(report.error.code, report.error.params)
        if report.progress is not None:
            on_progress(report.progress)
        if report.ready:
            return
    raise SupervisorLostError(directory.lab, last_line(directory.log("supervisor")))
