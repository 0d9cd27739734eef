"""What is known of the output folder: the last run's record, also where that run was cut short."""

from dataclasses import dataclass
from pathlib import Path

from generators.errors import GenerateError
from generators.writing.record import (
    PENDING,
    DamagedError,
    Generated,
    Record,
    Run,
    digest,
    read_record,
    read_run,
)


@dataclass(frozen=True, slots=True)
class State:
    """What was generated last."""

    record: Record
    """By file: where a run was cut short, that run's where it had got to the file."""
    recorded: Record | None
    """As it stands on the disk."""
    pending: Run | None
    """The run that was cut short."""
    damaged: bool = False


def read_state(out: Path) -> State:
    """Read what is remembered; what is damaged counts as forgotten.

    Raises:
        GenerateError: it cannot be read, or a later version wrote it.
    """
    damaged = False
    try:
        recorded = read_record(out)
    except DamagedError:
        recorded, damaged = None, True
    try:
        pending = read_run(out, PENDING)
    except DamagedError:
        pending = None
    record = recorded or Record()
    return State(_as_far(out, record, pending) if pending else record, recorded, pending, damaged)


def content(path: str | Path) -> bytes | None:
    """What stands on the disk; nothing where no file does.

    Raises:
        GenerateError: it cannot be read.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds of files at every run
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise GenerateError("unreadable", path=str(path), reason=error.strerror or "") from None


def digest_at(path: Path) -> str | None:
    """The digest of what stands on the disk; nothing where no file does."""
    found = content(path)
    return None if found is None else digest(found)


def _as_far(out: Path, record: Record, pending: Run) -> Record:
    """The record of the files that the run had replaced, and the earlier one of all others."""
    files: dict[str, Generated] = dict(record.files)
    for path, after in pending.after.items():
        if digest_at(out / path) == after:
            files.pop(path, None)
            if path in pending.record_after.files:
                files[path] = pending.record_after.files[path]
    return Record(files, record.blueprint, record.comments)
