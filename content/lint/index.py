"""What the course map and the glossary name must exist."""

from collections.abc import Iterator

from content.course import Course
from content.exercises import load_hints, task_ids
from content.glossary import Glossary
from content.lessons import lesson_ids
from content.lint.flaw import Flaw
from content.messages import Language

HINTS = 3
"""A nudge, a direction, and nearly the answer."""


def lessons_present(course: Course, language: Language) -> Iterator[Flaw]:
    """Every chapter has its lesson."""
    for chapter in course.chapters:
        if chapter.id not in lesson_ids(language):
            yield Flaw("course.yaml", 0, "lesson-missing", f"{language.value}/{chapter.id}")


def tasks_present(course: Course, language: Language) -> Iterator[Flaw]:
    """Every exercise has its task and three hints."""
    for exercise in course.exercises:
        if exercise.id not in task_ids(language):
            yield Flaw("course.yaml", 0, "task-missing", f"{language.value}/{exercise.id}")
        elif len(load_hints(exercise.id, language)) != HINTS:
            file = f"exercises/{language.value}/{exercise.id}.hints.md"
            yield Flaw(file, 0, "hints-not-three")


def glossary_chapters(glossary: Glossary, course: Course) -> Iterator[Flaw]:
    """Every term is taught somewhere; terms are sorted and named once."""
    known = {chapter.id for chapter in course.chapters}
    for term in glossary.terms:
        if not term.chapters or not set(term.chapters) <= known:
            yield Flaw("glossary/terms.yaml", 0, "term-taught-nowhere", term.id)
    ids = [term.id for term in glossary.terms]
    if ids != sorted(set(ids)):
        yield Flaw("glossary/terms.yaml", 0, "terms-unsorted")
