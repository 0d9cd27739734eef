"""JSON read, plain or gzipped, as a document whose problems can be located."""

import gzip
import json
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from decomposer.documents import DocumentError, Problem, Source, read_text
from decomposer.documents.allocation import collector_at_rest
from decomposer.documents.problem import Path as DocumentPath
from decomposer.documents.source import MAX_BYTES
from decomposer.importers.json_places import JsonPlaces

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF = re.compile(f"{_HIGH}(?!{_LOW})|(?<!{_HIGH}){_LOW}")
"""Half of a surrogate pair, which JSON can spell and no text can hold."""


@dataclass(frozen=True, slots=True)
class JsonSource(Source):
    """A parsed JSON document."""

    places: JsonPlaces = field(default_factory=lambda: JsonPlaces("{}"))

    def position(self, path: DocumentPath, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at `path`, or of the nearest thing that exists."""
        return self.places.line_and_column(self.places.offset(path, of_key=of_key))


def read_json(path: Path) -> JsonSource:
    """Read a JSON file; one that is called `.gz` is unpacked.

    Raises:
        DocumentError: the file cannot be read, is too large, or is not one JSON object.
    """
    return parse_json(_unpacked(path) if path.suffix == ".gz" else read_text(path), str(path))


def parse_json(text: str, file: str) -> JsonSource:
    """Parse JSON text that came from `file`.

    Raises:
        DocumentError: with the place of the syntax error, or of every repeated key.
    """
    keys = _Keys()
    places = JsonPlaces(text)
    try:
        with collector_at_rest():
            data = json.loads(text, object_pairs_hook=keys.without_repetition)
    except json.JSONDecodeError as error:
        if not text.strip():
            raise DocumentError([Problem(file, 0, 0, "document-empty")]) from None
        raise DocumentError([Problem(file, error.lineno, error.colno, "json-syntax")]) from None
    except RecursionError:
        raise DocumentError([Problem(file, 0, 0, "yaml-too-deep")]) from None
    except ValueError:  # a whole number of thousands of digits
        raise DocumentError([Problem(file, 0, 0, "json-number-too-long")]) from None
    if keys.repeated:
        raise DocumentError(
            Problem(file, *places.line_and_column(member.key), "duplicate-key", str(member.step))
            for member in places.repeated_keys()
        )
    half = _HALF.search(text) if "\\u" in text else None
    if half and not _is_text(data):
        at = places.line_and_column(half.start())
        raise DocumentError([Problem(file, *at, "json-half-character", half.group())])
    if not isinstance(data, dict):
        at = places.line_and_column(places.offset(()))
        raise DocumentError([Problem(file, *at, "not-a-mapping", text.strip()[:40])])
    return JsonSource(file, text, data, None, places)


class _Keys:
    """Notices that some object repeats a key, which the parser would silently drop."""

    def __init__(self) -> None:
        self.repeated = False

    def without_repetition(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """The object of these members."""
        members = dict(pairs)
        self.repeated = self.repeated or len(members) < len(pairs)
        return members


def _is_text(data: object) -> bool:
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _unpacked(path: Path) -> str:
    """The text of a gzipped file, unpacked no further than a document may be long."""
    file = str(path)
    try:
        with gzip.open(path) as packed:
            content = packed.read(MAX_BYTES + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise DocumentError([Problem(file, 0, 0, "not-gzip")]) from None
    except FileNotFoundError:
        raise DocumentError([Problem(file, 0, 0, "file-not-found")]) from None
    except OSError as error:
        reason = error.strerror or ""
        raise DocumentError([Problem(file, 0, 0, "file-unreadable", reason)]) from None
    if len(content) > MAX_BYTES:
        raise DocumentError([Problem(file, 0, 0, "file-too-large")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError([Problem(file, 0, 0, "not-utf8")]) from None
