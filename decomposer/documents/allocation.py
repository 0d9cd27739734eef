"""The garbage collector at rest while a large document is built."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Spare the collector the millions of nodes of a document, none of which is garbage yet.

    It would go through all of them again and again: that takes two thirds of the time.
    """
    awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if awake:
            gc.enable()
