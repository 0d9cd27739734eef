"""Lessons with their quizzes, and what was read and answered."""

from collections.abc import Callable

from content.course import load_course
from content.errors import UnknownContentError
from content.lessons import load_lesson
from content.messages import Language
from content.quizzes import Question as QuizQuestion
from content.quizzes import load_quiz, quiz_chapters
from workbench.ports.lessons import Lesson, Option, Question
from workbench.progress import ProgressStore


class Lessons:
    """Reads lessons; remembers what was read and answered."""

    def __init__(self, progress: Callable[[], ProgressStore]) -> None:
        self._progress = progress

    def lesson(self, lesson: str, language: str) -> Lesson:
        """The lesson of that id.

        Raises:
            UnknownContentError: there is none; carries the known ids.
        """
        spoken = Language(language)
        chapter = next((c for c in load_course().chapters if c.id == lesson), None)
        if chapter is None:
            known = tuple(c.id for c in load_course().chapters)
            raise UnknownContentError("lesson", lesson, known)
        text = load_lesson(lesson, spoken)
        quiz = load_quiz(lesson).questions if lesson in quiz_chapters() else ()
        return Lesson(
            lesson,
            chapter.title.text(spoken),
            chapter.minutes,
            text.markdown,
            tuple(_question(question, spoken) for question in quiz),
            read=lesson in self._progress().standing().lessons_read,
            anchors=text.anchors,
        )

    def mark_read(self, lesson: str) -> None:
        """Count the lesson as read. Safe to call twice."""
        self._progress().record_lesson(lesson)

    def answered(self, lesson: str, question: str, *, right: bool) -> None:
        """Remember the outcome of a quiz question."""
        self._progress().record_quiz(lesson, question, correct=right)


def _question(question: QuizQuestion, language: Language) -> Question:
    options = tuple(Option(o.text(language), o.correct) for o in question.options)
    text, why = question.question.text(language), question.why.text(language)
    return Question(question.id, text, options, why)
