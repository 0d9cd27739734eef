"""Writing what was planned: hand edits are merged in, and nothing clashing is overwritten."""

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from generators.writing.change import Change, FileChange, Plan
from generators.writing.lock import only_run
from generators.writing.plan import planned
from generators.writing.record import Generated, Made, Record, Run, digest
from generators.writing.replacing import carry_out, remember
from generators.writing.sides import Sides
from generators.writing.state import State, content, digest_at, read_state

_OPEN = (Change.CONFLICT, Change.WAITING)
_WRITTEN = frozenset({Change.NEW, Change.CHANGED, Change.MERGED, Change.REMOVED})


def write(
    files: Mapping[str, str],
    out: Path,
    *,
    complete: bool = False,
    sides: Sides | None = None,
    blueprint: str = "",
    comments: str = "",
    made: Made | None = None,
) -> Plan:
    """Write generated files below `out` and return what was planned.

    Files in conflict stay as they are until a side is taken for them. `blueprint` is what the files
    were made of, and `comments` the language of their comments, for the next run. `made` says
    what they come from: by it `unchanged` knows a run that would make them again.

    Raises:
        GenerateError: the disk is full, something is in the way or not permitted, a path leads
            out of `out`, or another run is under way there.
    """
    out = out.resolve()
    with only_run(out):
        state = read_state(out)
        result = planned(files, out, state, complete=complete, sides=sides or Sides())
        contents = {
            file.path: None if file.after is None else file.after.encode()
            for file in result.files
            if file.change in _WRITTEN and file.after != file.before
        }
        record = _record(result, state, files if complete else None, blueprint)
        settled = complete and not result.of(Change.CONFLICT)
        record = msgspec.structs.replace(record, comments=comments, made=made if settled else None)
        if contents or state.pending:
            fresh = {file.path for file in result.of(Change.NEW)}
            carry_out(_run(contents, fresh, record, state, out), contents, out)
        elif record != state.recorded:
            remember(record, out)
        return result


def _run(
    contents: Mapping[str, bytes | None],
    fresh: Collection[str],
    record: Record,
    state: State,
    out: Path,
) -> Run:
    """What is about to be replaced; a run that was cut short counts as the beginning of this."""
    before = {path: None if path in fresh else content(out / path) for path in contents}
    after = {path: None if new is None else digest(new) for path, new in contents.items()}
    earlier = state.recorded or Record()
    cut_short = state.pending
    if cut_short and cut_short.undoable:
        reached = [path for path in cut_short.after if _reached(cut_short, path, out)]
        before |= {path: cut_short.before[path] for path in reached}
        after = {path: cut_short.after[path] for path in reached} | after
        earlier = cut_short.record_before
    return Run(before, after, earlier, record)


def _reached(run: Run, path: str, out: Path) -> bool:
    return digest_at(out / path) == run.after[path]


def _record(
    result: Plan, state: State, everything: Collection[str] | None, blueprint: str
) -> Record:
    """What stands generated on the disk after the run; of `everything`, where that is known."""
    open_questions = {file.path for change in _OPEN for file in result.of(change)}
    files = {
        path: known
        for path, known in state.record.files.items()
        if everything is None or path in everything or path in open_questions
    }
    for file in result.files:
        if file.change is Change.REMOVED:
            files.pop(file.path, None)
        elif file.change not in _OPEN:
            files[file.path] = _generated(file)
    return Record(dict(sorted(files.items())), blueprint or state.record.blueprint)


def _generated(file: FileChange) -> Generated:
    """In the generator's line ends, whatever those of the disk are."""
    base, left = ((text or "").replace("\r\n", "\n") for text in (file.generated, file.after))
    return Generated(base, digest(left.encode()))
