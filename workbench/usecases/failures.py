"""What went wrong, in sentences that say what to do next."""

import errno

from content.messages import Messages
from decomposer.documents import DocumentError, Problem
from labs.runtime import LabError
from workbench.progress import ProgressError
from workbench.usecases.workspace import WorkspaceError

_DISK = {errno.ENOSPC: "disk-full", errno.EDQUOT: "disk-full", errno.EROFS: "read-only"}
_SHOWN = 12
"""How many accepted values a sentence lists before it stops."""


def problem_sentence(problem: Problem, words: Messages) -> str:
    """`file:line:column: what is wrong. Expected … Did you mean …?`."""
    key = f"problem-{problem.code}"
    params = {"value": problem.value, "expected": _listed(problem.expected), **problem.params}
    text = words.text(key, **params) if key in words else f"{problem.code} {problem.value}".rstrip()
    if problem.suggestion:
        text += " " + words.text("problem-did-you-mean", suggestion=problem.suggestion)
    return f"{problem.where}: {text}"


def sentences(error: Exception, words: Messages) -> tuple[list[str], bool]:
    """The lines to show, and whether the fault is ours or the machine's rather than the input's."""
    if isinstance(error, DocumentError):
        return [problem_sentence(problem, words) for problem in error.problems], False
    if isinstance(error, WorkspaceError):
        return [words.text(f"workspace-{error.code}", **error.params)], False
    if isinstance(error, ProgressError):
        text = words.text(f"progress-{error.code}", path=str(error.path), reason=error.reason)
        return [text], error.code != "bad-export"
    if isinstance(error, LabError):
        return [words.text(f"lab-{error.code}", **error.params)], True
    if isinstance(error, OSError):
        return [_system_sentence(error, words)], True
    kind = type(error).__name__
    return [words.text("cli-unexpected", kind=kind, reason=str(error)[:300])], True


def _system_sentence(error: OSError, words: Messages) -> str:
    path = str(error.filename or "")
    if isinstance(error, PermissionError):
        return words.text("system-no-permission", path=path)
    code = _DISK.get(error.errno or 0, "failed")
    return words.text(f"system-{code}", path=path, reason=error.strerror or str(error))


def _listed(values: tuple[str, ...]) -> str:
    more = "" if len(values) <= _SHOWN else ", …"
    return ", ".join(values[:_SHOWN]) + more
