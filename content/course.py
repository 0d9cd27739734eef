"""The course map: weeks, their chapters, and what each chapter asks to be done."""

from functools import cache
from importlib import resources

from content.records import Bilingual, Record, read_record


class Exercise(Record, frozen=True):
    """An exercise's place on the map; its task and its checks live elsewhere."""

    id: str
    title: Bilingual


class Chapter(Record, frozen=True):
    """A lesson and the exercises that follow it."""

    id: str
    """Also the id of the lesson and of the quiz."""
    title: Bilingual
    minutes: int
    """Reading time of the lesson."""
    exercises: tuple[Exercise, ...] = ()


class Week(Record, frozen=True):
    """What is studied in one sitting of the calendar."""

    id: str
    title: Bilingual
    chapters: tuple[Chapter, ...]


class Course(Record, frozen=True):
    """The whole way, in the order it is walked."""

    title: Bilingual
    weeks: tuple[Week, ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, in order."""
        return tuple(chapter for week in self.weeks for chapter in week.chapters)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Every exercise, in order."""
        return tuple(exercise for chapter in self.chapters for exercise in chapter.exercises)

    def chapter_of(self, exercise_id: str) -> Chapter | None:
        """The chapter that asks for an exercise, if one does."""
        for chapter in self.chapters:
            if any(exercise.id == exercise_id for exercise in chapter.exercises):
                return chapter
        return None


@cache
def load_course() -> Course:
    """The course map.

    Raises:
        MalformedContentError: `course.yaml` is broken.
    """
    return read_record(resources.files("content") / "course.yaml", Course)
