"""A shop that is up for the length of a check."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from exercises.base import unlimited
from exercises.grading.bench import Bench
from generators.blueprint import Blueprint
from labs.runtime import LabStatus


@contextmanager
def shop(bench: Bench, blueprint: Blueprint, purpose: str) -> Iterator[LabStatus]:
    """Run a blueprint's shop without rate limits; nothing of it is left afterwards.

    `purpose` keeps labs of one process apart; the process keeps them apart from all others.

    Raises:
        LabError: something did not become ready.
    """
    lab = f"{purpose}-{os.getpid()}"
    status = bench.runtime.up(
        unlimited(blueprint), lab=lab, owner_pid=os.getpid(), on_progress=bench.on_progress
    )
    try:
        yield status
    finally:
        bench.runtime.down(lab)
