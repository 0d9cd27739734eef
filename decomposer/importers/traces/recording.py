"""A recording of a running system: the spans of a file or a folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from decomposer.documents import DocumentError, Problem
from decomposer.importers.traces.spans import Span, read_spans

MOST = 1_000_000
"""Spans held at once; the rest of a longer recording is left out, and that is said."""
SHOWN = 50
"""Bad lines that are located; a file can hold millions."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What could be read."""

    spans: tuple[Span, ...]
    bad: tuple[Problem, ...]
    """The first lines that hold no span."""
    more: int
    """Such lines beyond those."""

    @property
    def cut(self) -> bool:
        """Whether it was too long to be read to its end."""
        return len(self.spans) == MOST


def read_recording(
    source: Path, advanced: Callable[[int, int], None] = lambda _done, _of: None
) -> Recording:
    """Read a file of OTLP lines, or every `*.jsonl` and `*.jsonl.gz` of a folder.

    Raises:
        DocumentError: nothing in it is a span that names its module; with the first bad lines.
    """
    files = sorted(source.glob("*.jsonl*")) if source.is_dir() else [source]
    spans: list[Span] = []
    bad: list[Problem] = []
    more = 0
    for done, file in enumerate(files, 1):
        for found in read_spans(file):
            if isinstance(found, Span):
                if len(spans) == MOST:
                    break
                spans.append(found)
            elif len(bad) < SHOWN:
                bad.append(found)
            else:
                more += 1
        advanced(done, len(files))
    if not any(span.module for span in spans):
        raise DocumentError([*bad, Problem(str(source), 0, 0, "no-spans")])
    return Recording(tuple(spans), tuple(bad), more)
