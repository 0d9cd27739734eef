"""The only writer: all of a plan's files, or none of them; an edited file never without force."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generators.errors import GenerateError
from generators.plan import RECORD, Change, FileChange, Plan, digest, plan, read_record

__all__ = ["Change", "FileChange", "GenerateError", "Plan", "plan", "write"]

_CODES = {
    errno.ENOSPC: "no-space",
    errno.EDQUOT: "no-space",
    errno.EACCES: "not-permitted",
    errno.EPERM: "not-permitted",
    errno.EROFS: "not-permitted",
    errno.ENOTDIR: "not-a-folder",
    errno.EEXIST: "not-a-folder",
    errno.EISDIR: "not-a-file",
}


def write(
    files: Mapping[str, str], out: Path, *, force: bool = False, complete: bool = False
) -> Plan:
    """Write generated files below `out` and return what was planned.

    Files edited by hand (conflicts) stay as they are unless `force`. Everything is first written
    to a folder beside its destination, so a full disk leaves all as it was.

    Raises:
        GenerateError: the disk is full, or something is in the way or not permitted.
    """
    planned = plan(files, out, complete=complete)
    replaced = {Change.NEW, Change.CHANGED, *([Change.CONFLICT] if force else [])}
    chosen = [file for file in planned.files if file.change in replaced]
    removed = planned.of(Change.REMOVED)
    record = _record(planned, read_record(out), force=force)
    try:
        if not chosen and not removed and _same(out / RECORD, record):
            return planned
        _replace_all(chosen, removed, out, record)
    except OSError as error:
        code = _CODES.get(error.errno or 0, "failed")
        path = str(error.filename or out)
        raise GenerateError(code, path=path, reason=error.strerror or "") from None
    return planned


def _replace_all(
    chosen: list[FileChange], removed: tuple[FileChange, ...], out: Path, record: str
) -> None:
    """Stage, make room, and only then replace; the record comes last, so a crash heals itself."""
    out.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".generating-", dir=out))
    try:
        for index, file in enumerate(chosen):
            _stage(staging / str(index), file.after or "")
        _stage(staging / RECORD, record)
        for file in chosen:
            target = out / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        for index, file in enumerate(chosen):
            (staging / str(index)).replace(out / file.path)
        for file in removed:
            (out / file.path).unlink()
            _remove_empty_folders(out, Path(file.path).parent)
        if not _same(out / RECORD, record):
            (staging / RECORD).replace(out / RECORD)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _stage(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _record(planned: Plan, earlier: Mapping[str, str], *, force: bool) -> str:
    """What stands generated on the disk after the run."""
    hashes = dict(earlier)
    for file in planned.files:
        if file.change is Change.REMOVED:
            hashes.pop(file.path, None)
        elif file.after is not None and (force or file.change is not Change.CONFLICT):
            hashes[file.path] = digest(file.after)
    return json.dumps({"files": dict(sorted(hashes.items()))}, indent=1) + "\n"


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8", errors="replace") == text


def _remove_empty_folders(out: Path, folder: Path) -> None:
    while folder != Path() and not any((out / folder).iterdir()):
        (out / folder).rmdir()
        folder = folder.parent
