"""Carrying out a run: everything is staged first, so that a full disk leaves all as it was.

A run that is cut short between any two steps has told before what it was about to do. The next one
knows by it how far that was, and `undo` puts back what had been replaced.
"""

import errno
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from generators.errors import GenerateError
from generators.writing.places import OWN_FOLDER
from generators.writing.record import LAST_RUN, PENDING, RECORD, Record, Run, packed
from generators.writing.staging import Moves, move, stage

STAGING = f"{OWN_FOLDER}/staging"

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


def carry_out(run: Run, contents: Mapping[str, bytes | None], out: Path) -> None:
    """Put `contents` below `out`, or take away what has none, as `run` tells of it.

    Raises:
        GenerateError: the disk is full, or something is in the way or not permitted; nothing was
            replaced. Or it failed half-way (`half-way`): to be run again, or undone.
    """
    staging = out / STAGING
    gone = [path for path, content in contents.items() if content is None]
    try:
        try:
            moves = _stage(run, contents, out, staging)
        except OSError as error:
            code = _CODES.get(error.errno or 0, "failed")
            raise _told(code, error, out) from None
        try:
            _replace(run, moves, gone, out)
        except OSError as error:
            raise _told("half-way", error, out) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def remember(record: Record, out: Path) -> None:
    """Keep a record where no file had to be replaced.

    Raises:
        GenerateError: as for `carry_out`.
    """
    staged = out / f"{RECORD}.new"
    try:
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(packed(record))
        staged.replace(out / RECORD)
    except OSError as error:
        raise _told(_CODES.get(error.errno or 0, "failed"), error, out) from None


def _stage(run: Run, contents: Mapping[str, bytes | None], out: Path, staging: Path) -> Moves:
    """Write everything beside its place, make room, and see that nothing is in the way."""
    if staging.exists():
        shutil.rmtree(staging)
    staging.mkdir(parents=True)
    moves = stage(contents, str(out), str(staging))
    (staging / "record").write_bytes(packed(run.record_after))
    (staging / "run").write_bytes(packed(run))
    return moves


def _replace(run: Run, moves: Moves, gone: Iterable[str], out: Path) -> None:
    staging = out / STAGING
    (staging / "run").replace(out / PENDING)
    move(moves)
    for path in gone:
        (out / path).unlink(missing_ok=True)
        _remove_empty_folders(out, Path(path).parent)
    (staging / "record").replace(out / RECORD)
    if run.undoable:
        (out / PENDING).replace(out / LAST_RUN)
    else:
        (out / LAST_RUN).unlink(missing_ok=True)
        (out / PENDING).unlink()


def _remove_empty_folders(out: Path, folder: Path) -> None:
    while folder != Path() and (out / folder).is_dir() and not any((out / folder).iterdir()):
        (out / folder).rmdir()
        folder = folder.parent


def _told(code: str, error: OSError, out: Path) -> GenerateError:
    place = str(error.filename or out)
    if STAGING in place:
        place = str(out)
    return GenerateError(code, path=place, reason=error.strerror or "")
