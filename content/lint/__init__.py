"""The course held against its own rules: both languages, same structure, nothing that dangles."""

from collections.abc import Iterator

from content.course import load_course
from content.glossary import load_glossary
from content.lint.flaw import Flaw
from content.lint.index import glossary_chapters, lessons_present, tasks_present
from content.lint.pages import Page, lesson_pages, page_flaws, pair_flaws, task_pages
from content.lint.quizzes import quiz_flaws
from content.messages import Language
from content.quizzes import load_quiz, quiz_chapters

__all__ = ["Flaw", "flaws"]


def flaws() -> tuple[Flaw, ...]:
    """Everything that is wrong with the course's texts.

    Raises:
        MalformedContentError: a file cannot be read at all.
    """
    lessons, tasks = lesson_pages(), task_pages()
    return (*_pages([*lessons, *tasks]), *_index(), *_quizzes(lessons))


def _pages(pages: list[Page]) -> Iterator[Flaw]:
    targets = _targets(pages)
    twins = {(page.kind, page.name): page for page in pages if page.language is Language.RU}
    for page in pages:
        yield from page_flaws(page, targets)
        if page.language is Language.EN:
            yield from pair_flaws(page, twins.pop((page.kind, page.name), None))
    for page in twins.values():
        yield Flaw(page.file, 0, "translation-missing", "en")


def _index() -> Iterator[Flaw]:
    course = load_course()
    for language in Language:
        yield from lessons_present(course, language)
        yield from tasks_present(course, language)
    yield from glossary_chapters(load_glossary(), course)


def _quizzes(lessons: tuple[Page, ...]) -> Iterator[Flaw]:
    anchors = {page.name: page.anchors for page in lessons if page.language is Language.EN}
    for chapter in quiz_chapters():
        yield from quiz_flaws(load_quiz(chapter), chapter, anchors.get(chapter, ()))


def _targets(pages: list[Page]) -> frozenset[str]:
    """What a link may point at: `4.2` and `4.2#deadlines`."""
    lessons = [page for page in pages if page.kind == "lessons"]
    names = {page.name for page in lessons}
    return frozenset(names | {f"{page.name}#{a}" for page in lessons for a in page.anchors})
