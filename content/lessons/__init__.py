"""Lessons: one Markdown file per chapter and language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from content.errors import MalformedContentError, UnknownContentError
from content.markdown import Section, sections, without_anchors
from content.messages import Language


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson in one language."""

    id: str
    language: Language
    title: str
    markdown: str
    """Ready to show: anchor comments are emptied, line numbers are the file's."""
    sections: tuple[Section, ...]

    @property
    def anchors(self) -> Mapping[str, int]:
        """Line of the heading that each anchor names, counted from 1."""
        return {section.anchor: section.line for section in self.sections if section.anchor}


@cache
def lesson_ids(language: Language) -> tuple[str, ...]:
    """The lessons that exist in a language, sorted."""
    files = (resources.files(__package__) / language.value).iterdir()
    return tuple(sorted(f.name.removesuffix(".md") for f in files if f.name.endswith(".md")))


@cache
def load_lesson(lesson_id: str, language: Language) -> Lesson:
    """A lesson in a language.

    Raises:
        UnknownContentError: there is no such lesson in this language.
        MalformedContentError: the text does not begin with a title.
    """
    if lesson_id not in lesson_ids(language):
        raise UnknownContentError("lesson", lesson_id, lesson_ids(language))
    file = resources.files(__package__) / language.value / f"{lesson_id}.md"
    text = file.read_text(encoding="utf-8")
    found = sections(text)
    if not found or found[0].level != 1:
        raise MalformedContentError(f"{language.value}/{lesson_id}.md", "no title")
    return Lesson(lesson_id, language, found[0].title, without_anchors(text), found)
