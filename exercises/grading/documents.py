"""Findings that point into the learner's own files."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from decomposer.documents import Problem, Source
from decomposer.documents.problem import Path
from exercises.model import Finding

PROBLEM = "problem-"
"""Codes that begin so are told in the words of the catalogue's `problem-<code>`."""


def from_problems(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """A finding for each problem of a document that could not be used."""
    return tuple(
        Finding(
            PROBLEM + problem.code,
            problem.file,
            problem.line,
            {
                **problem.params,
                "value": problem.value,
                "expected": ", ".join(problem.expected),
                "suggestion": problem.suggestion or "",
            },
        )
        for problem in problems
    )


def located(
    source: Source, at: Path, code: str, read: str, *, evidence: str = "", **params: str | float
) -> Finding:
    """A finding at a place of a document."""
    line, _ = source.position(at)
    return Finding(code, source.file, line, params, evidence or quoted(source, line), read)


def quoted(source: Source, line: int) -> str:
    """One line of a document, as evidence."""
    lines: Sequence[str] = source.text.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else PurePath(source.file).name
