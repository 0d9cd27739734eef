"""Putting back what the last run replaced."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generators.errors import GenerateError
from generators.writing.lock import only_run
from generators.writing.places import check_places
from generators.writing.record import LAST_RUN, DamagedError, Record, Run, digest, read_run
from generators.writing.replacing import carry_out
from generators.writing.state import State, content, digest_at, read_state


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of it."""

    restored: tuple[str, ...]
    kept: tuple[str, ...]
    """Edited since that run, and left as they are."""


def undo(out: Path) -> Undone:
    """Put back what the last run replaced, removed or added. Works once.

    Raises:
        GenerateError: there is no run to undo, or the files cannot be written.
    """
    out = out.resolve()
    with only_run(out):
        return _undo(out)


def _undo(out: Path) -> Undone:
    state = read_state(out)
    run = _last_run(out, state)
    check_places(run.before, out)
    restored, kept = [], []
    for path, before in run.before.items():
        there = digest_at(out / path)
        if there == run.after[path]:
            restored.append(path)
        elif there != (None if before is None else digest(before)):
            kept.append(path)
    contents = {path: run.before[path] for path in restored}
    back = Run(
        {path: content(out / path) for path in contents},
        {path: None if old is None else digest(old) for path, old in contents.items()},
        state.record,
        _record(run, state, kept),
        undoable=False,
    )
    carry_out(back, contents, out)
    return Undone(tuple(sorted(restored)), tuple(sorted(kept)))


def _last_run(out: Path, state: State) -> Run:
    if state.pending and state.pending.undoable:
        return state.pending
    try:
        run = read_run(out, LAST_RUN)
    except DamagedError:
        raise GenerateError("undo-damaged", path=str(out / LAST_RUN)) from None
    if run is None:
        raise GenerateError("nothing-to-undo", path=str(out))
    return run


def _record(run: Run, state: State, kept: Iterable[str]) -> Record:
    """The record before the run; of files that were kept, as it is."""
    files = dict(run.record_before.files)
    for path in kept:
        files.pop(path, None)
        if path in state.record.files:
            files[path] = state.record.files[path]
    return Record(dict(sorted(files.items())), run.record_before.blueprint)
