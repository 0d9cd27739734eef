"""The course map with the learner's progress on it."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from content.course import Chapter as CourseChapter
from content.course import Course, Exercise, load_course
from content.messages import Language
from workbench.ports.course import Architecture, Chapter, Item, Overview, Standing, Week
from workbench.progress import ProgressStore
from workbench.progress import Standing as Done
from workbench.usecases.workspace import Workspace


class Courses:
    """Reads the course and the learner's progress."""

    def __init__(
        self,
        progress: Callable[[], ProgressStore],
        workspace: Callable[[], Workspace | None],
    ) -> None:
        self._progress = progress
        self._workspace = workspace

    def overview(self, language: str) -> Overview:
        """The map. Cheap: nothing of the learner's blueprint is read."""
        workspace = self._workspace()
        name = workspace.root.name if workspace else ""
        done = self._progress().standing()
        return overview(load_course(), done, exercise_facts(), Language(language), name)

    def architecture(self, language: str) -> Architecture:
        """What the learner's blueprint says; no facts where there is none yet."""
        from workbench.usecases.architecture import architecture

        workspace = self._workspace()
        if workspace is None:
            return Architecture(())
        return architecture(workspace.blueprint, Language(language))

    def boundaries(self, language: str) -> str:
        """How far the blueprint's boundaries are from the best there are, as a sentence."""
        from workbench.usecases.architecture import boundaries_fact

        workspace = self._workspace()
        return boundaries_fact(workspace.blueprint, Language(language)) if workspace else ""


Facts = Mapping[str, Mapping[str, Any]]
"""Exercise id → its `exercise.toml`, read raw: the map is painted before pydantic is needed."""


@cache
def exercise_facts() -> Facts:
    """What each exercise declares."""
    import exercises

    folder = Path(exercises.__file__).parent
    declared = (tomllib.loads(f.read_text("utf-8")) for f in folder.glob("*/*/exercise.toml"))
    return {fact["id"]: fact for fact in declared}


def overview(
    course: Course, done: Done, facts: Facts, language: Language, learner: str
) -> Overview:
    """The course map as the learner stands on it."""
    weeks = tuple(
        Week(
            week.id,
            week.title.text(language),
            tuple(_chapter(chapter, done, facts, language) for chapter in week.chapters),
        )
        for week in course.weeks
    )
    items = [item for week in weeks for chapter in week.chapters for item in chapter.items]
    following = next((item.id for item in items if item.standing is not Standing.DONE), "")
    return Overview(learner, weeks, following)


def _chapter(chapter: CourseChapter, done: Done, facts: Facts, language: Language) -> Chapter:
    read = Standing.DONE if chapter.id in done.lessons_read else Standing.UNTOUCHED
    title = chapter.title.text(language)
    lesson = Item(chapter.id, "lesson", title, chapter.minutes, read)
    tasks = (_exercise(exercise, done, facts, language) for exercise in chapter.exercises)
    return Chapter(chapter.id, title, (lesson, *tasks))


def _exercise(exercise: Exercise, done: Done, facts: Facts, language: Language) -> Item:
    standing = Standing.UNTOUCHED
    if exercise.id in done.tried | done.solutions_shown | set(done.hints):
        standing = Standing.BEGUN
    if exercise.id in done.passed:
        standing = Standing.DONE
    title = exercise.title.text(language)
    fact = facts[exercise.id]
    live = fact["kind"] == "live"
    return Item(exercise.id, "exercise", title, int(fact["minutes"]), standing, live)
