"""One owner for each lab, kept by the kernel: the lock falls when its holder ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from labs.local.directories import LabDirectory
from labs.local.errors import LabBusyError

TRY_EVERY_S = 0.02


@contextmanager
def held(directory: LabDirectory, within_s: float) -> Iterator[int]:
    """Hold the lab's lock; the descriptor may be handed to the process that takes the lab over.

    Raises:
        LabBusyError: somebody else held it all the while.
    """
    descriptor = os.open(directory.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, directory.lab, within_s)
        yield descriptor
    finally:
        os.close(descriptor)


def is_held(directory: LabDirectory) -> bool:
    """Whether the lab has a living owner."""
    try:
        with held(directory, 0):
            return False
    except LabBusyError:
        return True


def _take(descriptor: int, lab: str, within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise LabBusyError(lab) from None
            time.sleep(TRY_EVERY_S)
        else:
            return
