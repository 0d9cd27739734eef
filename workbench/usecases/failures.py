"""What went wrong, in sentences that say what to do next."""

import errno
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from content.errors import UnknownContentError
from content.messages import Messages
from decomposer.criteria.grouping import listed
from decomposer.documents import DocumentError, Problem
from decomposer.partition import UnknownModuleError, UnknownServiceError
from exercises.catalogue import UnknownExerciseError
from generators.blueprint.wording import problem_line
from generators.errors import GenerateError
from labs.runtime import LabError
from workbench.progress import ProgressError
from workbench.usecases.workspace import WorkspaceError

_DISK = {errno.ENOSPC: "disk-full", errno.EDQUOT: "disk-full", errno.EROFS: "read-only"}
_MISTYPED = frozenset({"bad-name", "unknown-part"})
"""Errors of a lab that are the input's, not the lab's."""
REASON = 300
"""Characters of an unexpected error that are shown."""
PROBLEMS = 50
"""Lines about one document; who mends so many runs again."""
KNOWN = 30
"""Names that there are instead."""


def sentences(error: Exception, words: Messages) -> tuple[list[str], bool]:
    """The lines to show, and whether the fault is ours or the machine's rather than the input's."""
    if isinstance(error, DocumentError):
        return list(_problems(error.problems, words)), False
    if isinstance(error, WorkspaceError):
        return [words.text(f"workspace-{error.code}", **error.params)], False
    if isinstance(error, GenerateError):
        return [words.text(f"generate-{error.code}", **error.params)], False
    missing = _missing(error, words)
    if missing:
        return [missing], False
    return [_ours(error, words)], not _bad_input(error)


def _problems(found: Sequence[Problem], words: Messages) -> Iterator[str]:
    yield from (problem_line(problem, words) for problem in found[:PROBLEMS])
    if len(found) > PROBLEMS:
        yield words.text("cli-problems-more", n=len(found) - PROBLEMS)


def _bad_input(error: Exception) -> bool:
    """Whether an error that is mostly ours was caused by what we were given this time."""
    if isinstance(error, LabError):
        return error.code in _MISTYPED
    return isinstance(error, ProgressError) and error.code == "bad-export"


def _missing(error: Exception, words: Messages) -> str:
    """A name that stands for nothing; empty where the error is another."""
    if isinstance(error, UnknownExerciseError):
        return _unknown("unknown-exercise", error.exercise_id, error.known, words)
    if isinstance(error, UnknownContentError):
        return _unknown("unknown-content", error.wanted, error.known, words)
    if isinstance(error, UnknownModuleError):
        return _unknown("unknown-module", error.module, error.known, words)
    if isinstance(error, UnknownServiceError):
        told = _unknown("unknown-service", error.service, error.known, words)
        own = words.text("unknown-service-new", module=error.module) if error.module else ""
        return f"{told} {own}".rstrip()
    return ""


def _ours(error: Exception, words: Messages) -> str:
    if isinstance(error, ProgressError):
        return words.text(f"progress-{error.code}", path=str(error.path), reason=error.reason)
    if isinstance(error, LabError):
        return words.text(f"lab-{error.code}", **error.params)
    if isinstance(error, OSError):
        return _system_sentence(error, words)
    return words.text("cli-unexpected", kind=type(error).__name__, reason=str(error)[:REASON])


def _unknown(key: str, name: str, known: tuple[str, ...], words: Messages) -> str:
    """What there is instead, and the nearest of it."""
    text = words.text(key, name=name, known=listed(known, KNOWN))
    near = get_close_matches(name, known, n=1)
    return text + (" " + words.text("problem-suggestion", suggestion=near[0]) if near else "")


def _system_sentence(error: OSError, words: Messages) -> str:
    path = str(error.filename or "")
    if isinstance(error, PermissionError):
        return words.text("system-no-permission", path=path)
    code = _DISK.get(error.errno or 0, "failed")
    return words.text(f"system-{code}", path=path, reason=error.strerror or str(error))
