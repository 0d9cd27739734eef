"""Structured logs: a JSON object a line, and nothing in it that is secret or personal.

Code logs codes and ids. Bodies, headers, query strings and error texts of drivers are never logged:
they are where addresses, tokens and passwords would come from.
"""

import json
import logging
import sys
from datetime import UTC, datetime

from opentelemetry import trace

from .scope import current

_LOGGER = logging.getLogger("service")
_SECRET = ("token", "password", "secret", "authorization", "key", "email")


def say(event: str, *, level: int = logging.INFO, **fields: object) -> None:
    """Write one line; a field whose name sounds secret keeps its name only."""
    if _LOGGER.isEnabledFor(level):
        _LOGGER.log(level, event, extra={"fields": _shown(fields)})


def warn(event: str, error: BaseException | None = None, **fields: object) -> None:
    """Something went wrong that the service deals with by itself."""
    kind = {} if error is None else {"error": type(error).__name__}
    say(event, level=logging.WARNING, **kind, **fields)


def configure(service: str) -> None:
    """Send everything to standard output, that of libraries from warnings on."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonLines(service))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _LOGGER.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error"):
        # the server's own handlers print errors as they are, with whatever is in their texts
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = True
        server.setLevel(logging.WARNING)


class _JsonLines(logging.Formatter):
    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name == _LOGGER.name
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "service": self._service,
            # what libraries say may hold addresses with passwords: their name is enough to look
            "event": record.getMessage() if ours else f"library:{record.name}",
            "requestId": current().request_id,
            **_trace(),
            **getattr(record, "fields", {}),
        }
        return json.dumps(line, default=str)


def _trace() -> dict[str, str]:
    context = trace.get_current_span().get_span_context()
    return {"traceId": f"{context.trace_id:032x}"} if context.is_valid else {}


def _shown(fields: dict[str, object]) -> dict[str, object]:
    return {
        name: "***" if any(word in name.lower() for word in _SECRET) else value
        for name, value in fields.items()
    }
