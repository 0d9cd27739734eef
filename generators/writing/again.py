"""A run that would generate the same once more: known by what it would be made from."""

from dataclasses import dataclass
from pathlib import Path

from generators.writing.change import Change, Plan
from generators.writing.plan import planned
from generators.writing.sides import Sides
from generators.writing.state import read_state


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What a run would say that changes nothing."""

    plan: Plan
    said: tuple[str, ...]
    """What was told about the blueprint."""


def unchanged(out: Path, decided: str) -> Unchanged | None:
    """That run where it would change nothing; None where something might come of it.

    `decided` is the digest of all that would decide its files.

    Raises:
        GenerateError: the folder cannot be read.
    """
    out = out.resolve()
    state = read_state(out)
    made = state.record.made
    if state.pending or state.damaged or made is None or made.decided != decided:
        return None
    files = {path: known.base for path, known in state.record.files.items()}
    result = planned(files, out, state, complete=True, sides=Sides())
    same = len(result.of(Change.UNCHANGED)) == len(result.files)
    return Unchanged(result, made.said) if same else None
