"""Ending the process that owns a lab."""

import os
import signal
from contextlib import suppress

from labs.local.directories import LabDirectory
from labs.local.errors import LabBusyError
from labs.local.healing import end_supervisor
from labs.local.lock import held
from labs.local.state import read_state


def end(directory: LabDirectory, within_s: float) -> None:
    """Ask the supervisor to end; one that has not within that time is ended by force."""
    if (state := read_state(directory.state)) and state.supervisor.alive():
        with suppress(ProcessLookupError):
            os.kill(state.supervisor.pid, signal.SIGTERM)
    try:
        with held(directory, within_s):
            return
    except LabBusyError:
        end_supervisor(directory)
