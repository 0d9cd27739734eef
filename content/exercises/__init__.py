"""What an exercise asks, and the hints that lead there: texts in both languages."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from content.errors import MalformedContentError, UnknownContentError
from content.markdown import sections, without_anchors
from content.messages import Language


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked."""

    id: str
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Hint:
    """One step towards the answer."""

    title: str
    markdown: str
    """Without the title."""


@cache
def task_ids(language: Language) -> tuple[str, ...]:
    """The exercises whose task is written in a language, sorted."""
    names = (f.name for f in (resources.files(__package__) / language.value).iterdir())
    tasks = (n for n in names if n.endswith(".md") and not n.endswith(".hints.md"))
    return tuple(sorted(n.removesuffix(".md") for n in tasks))


@cache
def load_task(exercise_id: str, language: Language) -> Task:
    """What an exercise asks.

    Raises:
        UnknownContentError: there is no such exercise in this language.
        MalformedContentError: the text does not begin with a title.
    """
    text = _read(exercise_id, language, ".md")
    found = sections(text)
    if not found or found[0].level != 1:
        raise MalformedContentError(f"{language.value}/{exercise_id}.md", "no title")
    return Task(exercise_id, found[0].title, without_anchors(text))


@cache
def load_hints(exercise_id: str, language: Language) -> tuple[Hint, ...]:
    """The hints of an exercise, from a nudge to nearly the answer.

    Raises:
        UnknownContentError: there is no such exercise in this language.
        MalformedContentError: it has no file of hints.
    """
    text = _read(exercise_id, language, ".hints.md")
    lines = without_anchors(text).splitlines()
    heads = [section for section in sections(text) if section.level == 2]  # noqa: PLR2004 - `##`
    ends = [head.line - 1 for head in heads[1:]] + [len(lines)]
    return tuple(
        Hint(head.title, "\n".join(lines[head.line : end]).strip() + "\n")
        for head, end in zip(heads, ends, strict=True)
    )


def _read(exercise_id: str, language: Language, ending: str) -> str:
    if exercise_id not in task_ids(language):
        raise UnknownContentError("exercise", exercise_id, task_ids(language))
    file = resources.files(__package__) / language.value / f"{exercise_id}{ending}"
    if not file.is_file():
        raise MalformedContentError(f"{language.value}/{file.name}", "no such file")
    return file.read_text(encoding="utf-8")
