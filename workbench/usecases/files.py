"""Writing one of the learner's files: whole or not at all, and never without a way back."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

BACKUPS = ".workbench/backups"


def save(path: Path, text: str) -> None:
    """Put `text` in place in one step: a crash or a full disk leaves the old file."""
    _put(path, text.encode("utf-8"))


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        error.filename = str(path)  # the name that the learner knows
        raise
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def back_up(root: Path, path: Path, now: datetime | None = None) -> Path | None:
    """Copy a file of the learner's, whatever is in it, into the folder's backups.

    None where there was no file.
    """
    if not path.is_file():
        return None
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%S.%f")
    copy = root / BACKUPS / stamp / path.relative_to(root)
    _put(copy, path.read_bytes())
    return copy
