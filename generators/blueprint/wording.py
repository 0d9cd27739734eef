"""A problem as a sentence: what is wrong, what was expected, what was probably meant."""

from content.messages import Messages
from decomposer.documents import Problem

_SHOWN = 12
"""Alternatives that a reader still reads; a longer list is cut."""


def problem_text(problem: Problem, words: Messages) -> str:
    """The sentences for one problem, without its place."""
    values = {"value": problem.value, **problem.params}
    sentences = [words.text(f"problem-{problem.code}", **values)]
    if problem.suggestion is not None:
        sentences.append(words.text("problem-suggestion", suggestion=problem.suggestion))
    if problem.expected and problem.expected != (problem.suggestion,):
        sentences.append(words.text("problem-expected", expected=_listed(problem.expected)))
    return " ".join(sentences)


def problem_line(problem: Problem, words: Messages) -> str:
    """`file:line:column: sentence`, as compilers write it and editors parse it."""
    return f"{problem.where}: {problem_text(problem, words)}"


def warning_line(warning: Problem, words: Messages) -> str:
    """As `problem_line`, for what works all the same."""
    told = words.text("problem-warning", text=problem_text(warning, words))
    return f"{warning.where}: {told}"


def _listed(expected: tuple[str, ...]) -> str:
    shown = ", ".join(expected[:_SHOWN])
    return f"{shown}, …" if len(expected) > _SHOWN else shown
