"""What the YAML parser complains of, as a problem that says how to mend it."""

import re
from collections.abc import Mapping

import yaml

from decomposer.documents.problem import Problem

_CODES: Mapping[str, str] = {
    "did not find expected ',' or ']'": "yaml-list-open",
    "did not find expected ',' or '}'": "yaml-braces-open",
    "found unexpected end of stream": "yaml-quote-open",
    "could not find expected ':'": "yaml-no-colon",
    "mapping values are not allowed in this context": "yaml-pair-misplaced",
    "did not find expected key": "yaml-indentation",
    "did not find expected '-' indicator": "yaml-indentation",
    "did not find expected <document start>": "yaml-indentation",
    "found character that cannot start any token": "yaml-character",
    "but found another document": "yaml-second-document",
}
"""By libyaml's wording; what is not here is told as `yaml-syntax` with the parser's own words."""

_BEGINS = frozenset({"yaml-list-open", "yaml-braces-open", "yaml-quote-open", "yaml-no-colon"})
"""Mended where the unfinished thing begins, not where the parser gave up."""


_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The located problem of text that is not YAML."""
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        return Problem(file, line, 1, "conflict-marker", conflict.group().strip())
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(file, 0, 0, "yaml-syntax", str(error))
    code = _CODES.get(error.problem or "", "yaml-syntax")
    began = error.context_mark if code in _BEGINS else None
    mark = began or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    if code == "yaml-syntax":
        return Problem(file, line, column, code, error.problem or "")
    character = _character(text, line, column) if code == "yaml-character" else ""
    return Problem(file, line, column, "yaml-tab" if character == "\t" else code, character)


def _character(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    return lines[line - 1][column - 1 : column] if 0 < line <= len(lines) else ""
