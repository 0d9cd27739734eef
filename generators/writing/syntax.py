"""Whether a text can be read as what its name promises."""

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a file cannot be read. Its words: `generate-flaw-<code>` in the catalogue."""

    code: str
    line: int
    """Counts from 1, as the column does."""
    column: int
    reason: str
    """What the parser said, or the key that stands twice."""


def flaw(path: str, text: str) -> Flaw | None:
    """What is wrong with a file's text; nothing where it is sound or of no known format."""
    check = _CHECKS.get(path.rpartition(".")[2])
    return check(text) if check else None


def _python(text: str) -> Flaw | None:
    try:
        ast.parse(text)
    except SyntaxError as error:
        return Flaw("syntax", error.lineno or 1, error.offset or 1, error.msg)
    except (ValueError, RecursionError) as error:
        return Flaw("syntax", 1, 1, str(error))
    return None


def _json(text: str) -> Flaw | None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return Flaw("syntax", error.lineno, error.colno, error.msg)
    except RecursionError as error:
        return Flaw("syntax", 1, 1, str(error))
    return None


def _toml(text: str) -> Flaw | None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = re.search(r" \(at line (\d+), column (\d+)\)$", said)
        if place is None:
            return Flaw("syntax", text.count("\n") + 1, 1, said.partition(" (at ")[0])
        return Flaw("syntax", int(place[1]), int(place[2]), said[: place.start()])
    return None


def _yaml(text: str) -> Flaw | None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = list(yaml.compose_all(text, loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Flaw("syntax", line, column, error.problem or "")
    except (yaml.YAMLError, RecursionError) as error:
        return Flaw("syntax", 1, 1, str(error))
    return next((twice for node in documents for twice in _keys_twice(node, set())), None)


def _keys_twice(node: yaml.Node | None, seen: set[int]) -> Iterator[Flaw]:
    """Keys that stand twice in one mapping: YAML forbids them, and parsers keep the last."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _keys_twice(item, seen)
    elif isinstance(node, yaml.MappingNode):
        keys: set[tuple[str, str]] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in keys:
                    mark = key.start_mark
                    yield Flaw("key-twice", mark.line + 1, mark.column + 1, key.value)
                keys.add((key.tag, key.value))
            yield from _keys_twice(value, seen)


_CHECKS: dict[str, Callable[[str], Flaw | None]] = {
    "py": _python,
    "json": _json,
    "toml": _toml,
    "yaml": _yaml,
    "yml": _yaml,
}
