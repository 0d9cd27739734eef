"""Something wrong with the course itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """A broken rule; the words are in the catalogue as `flaw-<code>`."""

    file: str
    """Path inside `content`."""
    line: int
    """From 1; 0 means the file as a whole."""
    code: str
    detail: str = ""
