"""A bar for work that takes more than a moment, on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def advancing(*, shown: bool) -> Iterator[Callable[[int, int], None]]:
    """Give what takes `(done, of)` and draws it on standard error."""
    if not (shown and sys.stderr.isatty()):
        yield lambda _done, _of: None
        return
    with click.progressbar(length=1, file=sys.stderr) as bar:

        def advanced(done: int, of: int) -> None:
            bar.length = max(of, 1)
            bar.update(max(0, done - bar.pos))

        yield advanced
