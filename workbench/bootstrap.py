"""The composition root: the one place that names concrete adapters and hands them out."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from content.messages import Language, messages
from workbench.home import data_dir
from workbench.language import chosen_language, remember_language
from workbench.runtimes import LOCAL, RUNTIMES, LabChoices
from workbench.usecases.workspace import Workspace, find_workspace, require_workspace

if TYPE_CHECKING:
    from exercises.grading.bench import Bench
    from labs.kubernetes.cluster import Cluster
    from labs.runtime import Progress, Runtime
    from workbench.progress import ProgressStore
    from workbench.usecases.courses import Courses
    from workbench.usecases.decomposition import Decomposition
    from workbench.usecases.drafts import Drafts
    from workbench.usecases.exercises import Exercises
    from workbench.usecases.laboratory import Laboratory
    from workbench.usecases.lessons import Lessons


class Workbench:
    """Every use case, made on first use, so that a command pays only for what it needs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def progress(self) -> "ProgressStore":
        """What the learner has done."""
        from workbench.progress import ProgressStore

        return ProgressStore(data_dir() / "progress.sqlite3")

    @cached_property
    def course(self) -> "Courses":
        """The course map."""
        from workbench.usecases.courses import Courses

        return Courses(lambda: self.progress, self.workspace)

    @cached_property
    def lessons(self) -> "Lessons":
        """Lessons and quizzes."""
        from workbench.usecases.lessons import Lessons

        return Lessons(lambda: self.progress)

    @cached_property
    def exercises(self) -> "Exercises":
        """Exercises in the learner's folder."""
        from workbench.usecases.exercises import Exercises

        return Exercises(lambda: self.progress, self.required_workspace, self.bench)

    @cached_property
    def decomposition(self) -> "Decomposition":
        """The monolith graph and cuts of it."""
        from workbench.usecases.decomposition import Decomposition

        return Decomposition(self.workspace)

    @cached_property
    def files(self) -> "Drafts":
        """The learner's blueprint, and the files that it becomes."""
        from workbench.usecases.drafts import Drafts

        return Drafts(self.required_workspace)

    @cached_property
    def laboratory(self) -> "Laboratory":
        """The running shop."""
        from workbench.usecases.laboratory import Laboratory

        return Laboratory({n: partial(self.runtime, n) for n in RUNTIMES}, self.workspace)

    def workspace(self) -> Workspace | None:
        """The learner's folder, if there is one here or above."""
        return find_workspace(self._folder.resolve())

    def required_workspace(self) -> Workspace:
        """The learner's folder.

        Raises:
            WorkspaceError: there is none here or above.
        """
        return require_workspace(self._folder.resolve())

    def runtime(self, name: str = LOCAL, choices: LabChoices | None = None) -> "Runtime":
        """Where labs run: processes of this machine, if nobody says otherwise."""
        return RUNTIMES[name](choices or LabChoices())

    def cluster(self) -> "AbstractContextManager[Cluster]":
        """The cluster that kubectl talks to, or whose context the environment names.

        Raises:
            LabError: there is no kubectl, or it knows no such cluster.
        """
        from labs.kubernetes.kubectl import chosen_context, cluster_of
        from labs.kubernetes.providers import CONTEXT_VARIABLE

        return cluster_of(chosen_context(os.environ.get(CONTEXT_VARIABLE)))

    def bench(
        self, runtime: str = LOCAL, on_progress: "Callable[[Progress], None]" = lambda _: None
    ) -> "Bench":
        """What live checks run on: labs on that runtime, and Envoy alone on this machine."""
        from exercises.grading.bench import Bench
        from labs.local.stand import gateway_stand

        return Bench(self.runtime(runtime), gateway_stand, on_progress)

    def remember_language(self, language: str) -> None:
        """Open in this language next time."""
        remember_language(Language(language))

    def sentence(self, error: BaseException, language: str) -> str:
        """What went wrong and what to do about it."""
        from workbench.usecases.failures import sentences

        words = messages(Language(language))
        lines, _ = sentences(error, words) if isinstance(error, Exception) else ([str(error)], True)
        return "\n".join(lines)


def workbench_here(folder: Path = Path()) -> Workbench:
    """The workbench on the current folder, or on `folder`."""
    return Workbench(folder)


def open_tui() -> int:
    """Open the workbench in this terminal; its exit code."""
    from workbench.tui.app import run

    return run(workbench_here(), chosen_language(), data_dir() / "crash.log")
