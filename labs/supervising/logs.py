"""Reading the ends of logs, and keeping logs from growing for ever."""

import os
from pathlib import Path

LOG_LIMIT_BYTES = 8 * 2**20
LOG_KEPT_BYTES = 2**20


def last_line(log: Path) -> str:
    """The last line that says something, or nothing."""
    lines = tail(log, 5)
    return lines[-1] if lines else ""


def tail(log: Path, lines: int) -> list[str]:
    """The last non-empty lines of a log."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - max(64 * 1024, lines * 400)))
            text = file.read().decode(errors="replace")
    except OSError:
        return []
    return [line for line in text.splitlines() if line.strip()][-lines:]


def bound(log: Path) -> None:
    """Cut a log that grew past its limit down to its end.

    The writer appends, so it goes on at the new end; a line written meanwhile may be lost.
    """
    try:
        if log.stat().st_size <= LOG_LIMIT_BYTES:
            return
        with log.open("r+b") as file:
            file.seek(-LOG_KEPT_BYTES, os.SEEK_END)
            end = file.read()
            file.truncate(0)
            file.seek(0)
            file.write(end)
    except FileNotFoundError:
        return
