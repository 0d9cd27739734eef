"""One owner for each lab, kept by the kernel: the lock falls when its holder ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labs.supervising.directories import LabDirectory
from labs.supervising.errors import LabBusyError

TRY_EVERY_S = 0.02


@contextmanager
def held(directory: LabDirectory, within_s: float) -> Iterator[int]:
    """Hold the lab's lock; the descriptor may be handed to the process that takes the lab over.

    Where no lab is left in the end, the lock's file goes, too.

    Raises:
        LabBusyError: somebody else held it all the while.
    """
    descriptor = _take(directory, time.monotonic() + within_s)
    try:
        yield descriptor
    finally:
        if not directory.root.exists():
            directory.lock.unlink(missing_ok=True)
        os.close(descriptor)


def is_held(directory: LabDirectory) -> bool:
    """Whether the lab has a living owner."""
    try:
        with held(directory, 0):
            return False
    except LabBusyError:
        return True


def _take(directory: LabDirectory, deadline: float) -> int:
    while True:
        descriptor = os.open(directory.lock, os.O_RDWR | os.O_CREAT, 0o600)
        if _locked(descriptor, directory.lock):
            return descriptor
        os.close(descriptor)
        if time.monotonic() >= deadline:
            raise LabBusyError(directory.lab)
        time.sleep(TRY_EVERY_S)


def _locked(descriptor: int, path: Path) -> bool:
    """Whether the lock is ours now, and still the file that others will open."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
