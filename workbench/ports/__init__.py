"""What the faces need from the product: the use cases fulfil it, the screens know nothing else.

Every method may take long and may raise: screens call them from worker threads and show an error
as the sentence that `Services.sentence` gives. Methods that return text return it in the language
they were asked in.
"""

from typing import Protocol

from workbench.ports.course import CoursePort
from workbench.ports.decomposition import DecompositionPort
from workbench.ports.exercises import ExercisesPort
from workbench.ports.files import FilesPort
from workbench.ports.laboratory import LaboratoryPort
from workbench.ports.lessons import LessonsPort


class Services(Protocol):
    """The use cases behind the screens; each property may import what it needs on first use."""

    @property
    def course(self) -> CoursePort:
        """The course map and the way through it."""
        ...

    @property
    def lessons(self) -> LessonsPort:
        """Lessons and their quizzes."""
        ...

    @property
    def exercises(self) -> ExercisesPort:
        """Exercises in the learner's folder."""
        ...

    @property
    def decomposition(self) -> DecompositionPort:
        """The monolith graph and cuts of it."""
        ...

    @property
    def files(self) -> FilesPort:
        """The learner's blueprint, and the files that it becomes."""
        ...

    @property
    def laboratory(self) -> LaboratoryPort:
        """The running shop."""
        ...

    def remember_language(self, language: str) -> None:
        """Open in this language next time."""
        ...

    def sentence(self, error: BaseException, language: str) -> str:
        """What went wrong and what to do about it, for any error the other methods raise."""
        ...


__all__ = [
    "CoursePort",
    "DecompositionPort",
    "ExercisesPort",
    "FilesPort",
    "LaboratoryPort",
    "LessonsPort",
    "Services",
]
