"""Grading several exercises at a time."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from exercises.catalogue import Exercise

R = TypeVar("R")
WORKERS = 2
"""A live check mostly waits for servers, so two share a machine of two cores well."""


def each(
    exercises: Sequence[Exercise], work: Callable[[Exercise], R], workers: int = WORKERS
) -> Iterator[R]:
    """Do `work` for each exercise in worker threads, the longest first; results as they come due.

    Who interrupts it does not wait for the workers.
    """
    longest_first = sorted(exercises, key=lambda exercise: not exercise.definition.starts_labs)
    pool = ThreadPoolExecutor(workers)
    try:
        yield from pool.map(work, longest_first)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
