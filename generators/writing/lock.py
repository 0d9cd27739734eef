"""One run at a time in an output folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generators.errors import GenerateError


@contextmanager
def only_run(out: Path) -> Iterator[None]:
    """Hold the folder while a run plans and writes; it is let go when the process ends, killed too.

    A folder that is not there yet is nobody's.

    Raises:
        GenerateError: another run holds it.
    """
    try:
        folder = os.open(out, os.O_RDONLY)
    except OSError:
        yield  # what is wrong with it is said where it is read
        return
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(folder)
        raise GenerateError("busy", path=str(out)) from None
    try:
        yield
    finally:
        os.close(folder)
