"""Structured logs without secrets, and counters that Prometheus can read."""

import sys
import traceback
from collections import defaultdict
from datetime import UTC, datetime
from typing import TextIO

import msgspec

from labs.commerce.platform.scope import current

SECRET_WORDS = ("password", "card", "token", "authorization", "secret", "signing")
HIDDEN = "***"

Field = str | int | float | bool | None

_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


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
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": level,
            "instance": self._instance,
            "event": event,
            "requestId": current().request_id,
            **{key: _shown(key, value) for key, value in fields.items()},
        }
        self._stream.write(msgspec.json.encode(line).decode() + "\n")
        self._stream.flush()


def _shown(key: str, value: Field) -> Field:
    return HIDDEN if any(word in key.lower() for word in SECRET_WORDS) else value


class Metrics:
    """Counters and one latency histogram."""

    def __init__(self) -> None:
        self._counters: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))

    def count(self, name: str, amount: float = 1, /, **labels: str) -> None:
        """Add to a counter."""
        shown = ",".join(f'{key}="{value}"' for key, value in labels.items())
        self._counters[name][shown] += amount

    def observe(self, name: str, seconds: float, /, module: str) -> None:
        """Record a duration in the histogram `name`."""
        for bound in _BUCKETS_S:
            if seconds <= bound:
                self.count(f"{name}_bucket", module=module, le=str(bound))
        self.count(f"{name}_bucket", module=module, le="+Inf")
        self.count(f"{name}_count", module=module)
        self.count(f"{name}_sum", seconds, module=module)

    def value(self, name: str, /, **labels: str) -> float:
        """What a counter stands at."""
        shown = ",".join(f'{key}="{value}"' for key, value in labels.items())
        return self._counters[name][shown]

    def exposition(self) -> str:
        """Everything, in Prometheus' text format."""
        lines = [
            f"{name}{{{labels}}} {value:g}" if labels else f"{name} {value:g}"
            for name, series in sorted(self._counters.items())
            for labels, value in sorted(series.items())
        ]
        return "\n".join(lines) + "\n"
