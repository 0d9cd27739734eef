"""What was generated last, kept in the output folder: the base of every merge, and the way back."""

import hashlib
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from generators.errors import GenerateError
from generators.writing.places import OWN_FOLDER, stays_inside

RECORD = f"{OWN_FOLDER}/record"
PENDING = f"{OWN_FOLDER}/pending"
"""A run that has begun to replace files; there is none between runs."""
LAST_RUN = f"{OWN_FOLDER}/last-run"
"""The run that can be undone."""
FORMAT = 1


class Generated(msgspec.Struct, frozen=True):
    """One file as it was generated last."""

    base: str
    left: str
    """The digest of what stood there after the run, hand edits included."""


class Made(msgspec.Struct, frozen=True):
    """Where files come from, so that a run that would make them again is known."""

    decided: str
    """A digest of all that decided them."""
    said: tuple[str, ...] = ()
    """What was told about the blueprint, in the words of that run."""
    document: str = ""
    """The blueprint's file, as seen from the output folder."""


class Record(msgspec.Struct, frozen=True):
    """All files as they were generated last."""

    files: Mapping[str, Generated] = msgspec.field(default_factory=dict)
    blueprint: str = ""
    """What they were generated from; empty where nobody said."""
    comments: str = ""
    """The language of their comments; empty where they have none."""
    made: Made | None = None
    """What they were made from; nothing where a further run might make something else."""
    format: int = FORMAT


class Run(msgspec.Struct, frozen=True):
    """What a run replaces, so that it can be healed when it is cut short, and undone."""

    before: Mapping[str, bytes | None]
    """What stood there; nothing where there was no file."""
    after: Mapping[str, str | None]
    """The digest of what is put there; nothing where the file goes."""
    record_before: Record
    record_after: Record
    undoable: bool = True
    """Whether it can be undone: a run that undoes another can not."""
    format: int = FORMAT


class DamagedError(Exception):
    """A file of the writer's own cannot be read as what it is."""


def digest(content: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(content).hexdigest()


def packed(what: Record | Run) -> bytes:
    """As it is kept: small, and the same for the same content."""
    return zlib.compress(msgspec.json.encode(what, order="sorted"), 1)


def read_record(out: Path) -> Record | None:
    """The last run's record; nothing where no run has ended.

    Raises:
        DamagedError: it is not as it was written.
        GenerateError: a later version wrote it.
    """
    found = _read(out / RECORD, Record)
    if found is not None and not all(map(stays_inside, found.files)):
        raise DamagedError(RECORD)
    return found


def read_run(out: Path, name: str) -> Run | None:
    """A run that was cut short (`PENDING`) or has ended (`LAST_RUN`).

    Raises:
        DamagedError: it is not as it was written.
        GenerateError: a later version wrote it.
    """
    found = _read(out / name, Run)
    if found is not None and not all(map(stays_inside, (*found.before, *found.after))):
        raise DamagedError(name)
    return found


class _Format(msgspec.Struct):
    format: int


Kept = TypeVar("Kept", Record, Run)


def _read(path: Path, kind: type[Kept]) -> Kept | None:
    try:
        raw = zlib.decompress(path.read_bytes())
        version = msgspec.json.decode(raw, type=_Format).format
        if version > FORMAT:
            raise GenerateError("record-from-future", path=str(path), version=str(version))
        return msgspec.json.decode(raw, type=kind)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError):
        raise DamagedError(str(path)) from None
    except OSError as error:
        raise GenerateError("unreadable", path=str(path), reason=error.strerror or "") from None
