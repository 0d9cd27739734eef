"""Structured logs: one JSON object a line, with the trace it belongs to."""

import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

import msgspec

from labs.commerce.platform.scope import current
from labs.commerce.platform.telemetry.context import position
from labs.commerce.platform.telemetry.secrets import HIDDEN, is_secret, without_secrets

Field = str | int | float | bool | None


class Log:
    """One JSON object per line."""

    def __init__(self, instance: str, stream: TextIO | None = None) -> None:
        self._instance = instance
        self._stream = stream or sys.stderr

    def info(self, event: str, **fields: Field) -> None:
        """Something happened."""
        self._write("info", event, fields)

    def warning(self, event: str, **fields: Field) -> None:
        """Something went wrong that the shop copes with."""
        self._write("warning", event, fields)

    def error(self, event: str, **fields: Field) -> None:
        """A defect, or something only an operator can mend."""
        self._write("error", event, fields)

    def defect(self, error: Exception, where: str) -> None:
        """An error nobody foresaw, with the way to it."""
        trace = "".join(traceback.format_exception(error)[-8:])
        self._write("error", "defect", {"where": where, "error": repr(error), "trace": trace})

    def _write(self, level: str, event: str, fields: dict[str, Field]) -> None:
        trace_id, span_id = position()
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": level,
            "instance": self._instance,
            "event": event,
            "requestId": without_secrets(current().request_id),
            **({"trace_id": trace_id, "span_id": span_id} if trace_id else {}),
            **{key: _shown(key, value) for key, value in fields.items()},
        }
        self._stream.write(msgspec.json.encode(line).decode() + "\n")
        self._stream.flush()


def _shown(name: str, value: Field) -> Field:
    if is_secret(name):
        return HIDDEN
    return without_secrets(value) if isinstance(value, str) else value
