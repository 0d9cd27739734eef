"""Removing what a crashed lab left: its files, and any process that still is what it was."""

import os
import signal
from contextlib import suppress

from labs.supervising.directories import LabDirectory
from labs.supervising.owner import Owner
from labs.supervising.state import read_state


def end_supervisor(directory: LabDirectory) -> None:
    """End the process that owns the lab, and holds its lock, where the lab says which."""
    if state := read_state(directory.state):
        _end(state.supervisor)


def heal(directory: LabDirectory) -> None:
    """Leave nothing of an earlier lab. Call it only while holding the lab's lock."""
    state = read_state(directory.state)
    for owner in (state.supervisor, *state.processes) if state else ():
        _end(owner)
    directory.remove()


def _end(owner: Owner) -> None:
    if owner.pid != os.getpid() and owner.alive():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(owner.pid, signal.SIGKILL)
