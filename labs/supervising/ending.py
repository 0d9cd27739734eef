"""Ending the process that owns a lab."""

import os
import signal
from contextlib import suppress

from labs.supervising.directories import LabDirectory
from labs.supervising.errors import LabBusyError
from labs.supervising.healing import end_supervisor
from labs.supervising.lock import held
from labs.supervising.state import read_state


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
