"""A folder that only our account may look into, for the socket of a way into a cluster."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "workbench-cluster-"
SOCKET = "api.sock"
_NEW_S = 60.0


@contextmanager
def private_folder() -> Iterator[Path]:
    """The folder, for as long as the block lasts.

    Where its process is killed it stays, and goes with the next one that is asked for.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        held = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_SH)
            yield Path(folder)
        finally:
            os.close(held)


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    """Whether it is ours and nobody holds it: the kernel lets go of what a process held."""
    try:
        looked_at = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(looked_at, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # a new one may be somebody's who is about to hold it
        return time.time() - os.fstat(looked_at).st_mtime > _NEW_S
    except OSError:
        return False
    finally:
        os.close(looked_at)
