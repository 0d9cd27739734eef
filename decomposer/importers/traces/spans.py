"""Spans out of OTLP in JSON, a line at a time (OpenTelemetry Protocol 1.x, JSON encoding)."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from decomposer.documents import Problem

LONGEST = 16 * 2**20
"""Bytes of a line; no exporter sends a larger batch."""
_PRODUCER, _CONSUMER = 4, 5
_MODULE = ("code.namespace", "service.name")
"""Attributes that name the module, unless one ends in `.module`; the most exact first."""


@dataclass(frozen=True, slots=True)
class Span:
    """One operation of one module."""

    trace: str
    id: str
    parent: str
    module: str
    operation: str
    """The route where there is one, else the name."""
    kind: int
    peer: str = ""
    """Whose operation it calls, where it says so."""
    place: str = ""
    """`file:line` of the code, where it says so."""

    @property
    def consumes(self) -> bool:
        """Whether it handles an event that somebody published."""
        return self.kind == _CONSUMER


def read_spans(file: Path) -> Iterator[Span | Problem]:
    """The spans of a file, and a problem for each line that holds none."""
    opened = gzip.open if file.suffix == ".gz" else open
    number = 0
    try:
        with opened(file, "rb") as lines:
            while line := lines.readline(LONGEST + 1):
                number += 1
                if line.strip():
                    yield from _line(line, file, number)
    except FileNotFoundError:
        yield Problem(str(file), 0, 0, "file-not-found")
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Problem(str(file), number, 1 if number else 0, "not-gzip")
    except OSError as error:
        yield Problem(
            str(file), number, 1 if number else 0, "file-unreadable", error.strerror or ""
        )


def _line(line: bytes, file: Path, number: int) -> Iterator[Span | Problem]:
    try:
        yield from list(_spans(json.loads(line)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        yield Problem(str(file), number, 1, "not-otlp")


def _spans(document: Mapping[str, Any]) -> Iterator[Span]:
    for part in document["resourceSpans"]:
        resource = _values(part.get("resource", {}).get("attributes", []))
        for scope in part.get("scopeSpans", []):
            for span in scope.get("spans", []):
                own = _values(span.get("attributes", []))
                yield Span(
                    trace=str(span["traceId"]),
                    id=str(span["spanId"]),
                    parent=str(span.get("parentSpanId", "")),
                    module=_module(own) or _module(resource),
                    operation=_operation(own, str(span["name"])),
                    kind=int(span.get("kind", 1)),
                    peer=_peer(own),
                    place=_place(own),
                )


def _values(attributes: list[Mapping[str, Any]]) -> dict[str, str]:
    return {
        str(each["key"]): str(next(iter(each.get("value", {}).values()), "")) for each in attributes
    }


def _module(values: Mapping[str, str]) -> str:
    told = [key for key in values if key.endswith(".module") and not key.endswith("peer.module")]
    return next((values[key] for key in (*told, *_MODULE) if values.get(key)), "")


def _peer(values: Mapping[str, str]) -> str:
    told = next((key for key in values if key.endswith("peer.module")), "peer.service")
    return values.get(told, "")


def _place(values: Mapping[str, str]) -> str:
    file = values.get("code.file.path", values.get("code.filepath", ""))
    line = values.get("code.line.number", values.get("code.lineno", ""))
    return f"{file}:{line}" if file and line else file


def _operation(values: Mapping[str, str], name: str) -> str:
    route = values.get("http.route", "")
    method = values.get("http.request.method", values.get("http.method", ""))
    return f"{method} {route}".strip() if route else name
