"""Removing what a crashed lab left: its files, and any process that still is what it was."""

import ctypes
import os
import signal
from contextlib import suppress
from pathlib import Path

from labs.local.directories import LabDirectory
from labs.local.plan import Owner
from labs.local.state import read_state

IPC_RMID = 0
SEGMENT_LINE = 6
"""The line of postmaster.pid (from 0) with the key and number of PostgreSQL's lock segment."""


def end_supervisor(directory: LabDirectory) -> None:
    """End the process that owns the lab, and holds its lock, where the lab says which."""
    if state := read_state(directory.state):
        _end(state.supervisor)


def heal(directory: LabDirectory) -> None:
    """Leave nothing of an earlier lab. Call it only while holding the lab's lock."""
    state = read_state(directory.state)
    for owner in (state.supervisor, *state.processes) if state else ():
        _end(owner)
    _remove_segment(directory.postgres / "postmaster.pid")
    directory.remove()


def _end(owner: Owner) -> None:
    if owner.pid != os.getpid() and owner.alive():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(owner.pid, signal.SIGKILL)


def _remove_segment(pid_file: Path) -> None:
    """Free the few bytes of shared memory that a killed PostgreSQL leaves in the kernel."""
    try:
        line = pid_file.read_text(encoding="ascii").splitlines()[SEGMENT_LINE]
        segment = int(line.split()[1])
    except (OSError, IndexError, ValueError):
        return
    ctypes.CDLL(None).shmctl(segment, IPC_RMID, None)
