"""Working on an exercise in the learner's folder: start, check, hint, solution, reset."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from content.course import load_course
from content.exercises import load_hints, load_task
from content.messages import Language, messages
from decomposer.documents import DocumentError, read_text
from exercises.answer import read_answer, section_of, splice_section
from exercises.catalogue import Exercise, exercise, exercises
from exercises.definition import BLUEPRINT
from exercises.own_names import in_own_names, strangers
from workbench.ports.exercises import ExerciseState, Judgement, SolutionFile, WorkFile
from workbench.progress import Attempt, ProgressStore
from workbench.usecases.files import back_up, save
from workbench.usecases.verdicts import judgement, remembered
from workbench.usecases.workspace import Workspace, WorkspaceError

if TYPE_CHECKING:
    from exercises.grading.bench import Bench
    from exercises.model import Verdict
    from labs.runtime import Progress

    OnProgress = Callable[[Progress], None]


class Exercises:
    """Works in the learner's folder; never overwrites a learner's file but in `reset`."""

    def __init__(
        self,
        progress: Callable[[], ProgressStore],
        workspace: Callable[[], Workspace],
        bench: "Callable[[str, OnProgress], Bench]",
    ) -> None:
        self._progress = progress
        self._workspace = workspace
        self._bench = bench
        self._verdicts: dict[str, Verdict] = {}
        """Those of this session, in full: the store keeps a verdict's codes only."""

    def exercise(self, exercise_id: str, language: str) -> ExerciseState:
        """The exercise of that id, as the learner finds it.

        Raises:
            UnknownExerciseError: there is none.
        """
        found, spoken = exercise(exercise_id), Language(language)
        try:
            files = tuple(
                _work_file(found, self._workspace().root, f) for f in _answer_files(found)
            )
        except WorkspaceError:
            files = tuple(
                WorkFile(file, exists=False, changed=False) for file in _answer_files(found)
            )
        standing = self._progress().standing()
        hints = load_hints(exercise_id, spoken)
        taken = min(standing.hints.get(exercise_id, 0), len(hints))
        attempts = self._progress().attempts(exercise_id)
        task = load_task(exercise_id, spoken)
        return ExerciseState(
            id=exercise_id,
            chapter=found.definition.chapter,
            title=task.title,
            task=task.markdown,
            minutes=found.definition.minutes,
            live=found.live,
            started=all(file.exists for file in files),
            files=files,
            hints=tuple(hint_text(h.title, h.markdown) for h in hints[:taken]),
            hints_total=len(hints),
            judgement=self._judgement(exercise_id, attempts, spoken),
            next_id=_after(exercise_id),
        )

    def _judgement(
        self, exercise_id: str, attempts: Sequence[Attempt], spoken: Language
    ) -> Judgement | None:
        if exercise_id in self._verdicts:
            return judgement(self._verdicts[exercise_id], messages(spoken))
        return remembered(attempts[-1]) if attempts else None

    def start(self, exercise_id: str) -> tuple[str, ...]:
        """Write the starter files and sections that are not there yet; their paths.

        Raises:
            DocumentError: the blueprint that a section goes into is not text.
        """
        found, root = exercise(exercise_id), self._workspace().root
        written = []
        for file, text in _texts(found, "starter"):
            if not (root / file).exists():
                save(root / file, text)
                written.append(file)
        for section, text in _sections(found, "starter"):
            blueprint = read_text(root / BLUEPRINT)
            if section_of(blueprint, section) is None:
                save(root / BLUEPRINT, splice_section(blueprint, in_own_names(text, blueprint)))
                written.append(f"{BLUEPRINT}: {section}")
        return tuple(written)

    def strangers(self) -> tuple[str, ...]:
        """Services that the blueprint's sections speak of and that it has not.

        A learner who is still with the monolith starts an exercise on eleven services so.

        Raises:
            DocumentError: the blueprint is not text.
        """
        return strangers(read_text(self._workspace().blueprint))

    def check(
        self, exercise_id: str, language: str, on_step: Callable[[str], None] = lambda _: None
    ) -> Judgement:
        """Grade what is on disk now, and remember the verdict."""
        del on_step
        return judgement(self.verdict(exercise_id), messages(Language(language)))

    def runs_on(self, exercise_id: str, runtime: str) -> str:
        """The runtime of an exercise's live check when this one is wanted; empty: it has none.

        Where a check starts no lab it is this machine, whatever is wanted.
        """
        needs = exercise(exercise_id).definition.needs
        return runtime if runtime in needs else next(iter(needs), "")

    def verdict(
        self, exercise_id: str, runtime: str = "", on_progress: "OnProgress" = lambda _: None
    ) -> "Verdict":
        """Grade what is on disk now, and remember the verdict.

        A check that starts labs starts them on `runtime`, its usual one by default.

        Raises:
            WorkspaceError: there is no folder, or nothing of the exercise in it.
        """
        from exercises.grading.engine import grade, grade_missing

        found, root = exercise(exercise_id), self._workspace().root
        if not any(_work_file(found, root, file).exists for file in _answer_files(found)):
            raise WorkspaceError("not-started", exercise=exercise_id)
        try:
            answer = read_answer(found.definition, root)
        except DocumentError as error:
            verdict = grade_missing(found, error)
        else:
            on = self.runs_on(exercise_id, runtime)
            verdict = grade(found, answer, self._bench(on, on_progress) if on else None)
        self._verdicts[exercise_id] = verdict
        self._progress().record_attempt(
            Attempt(
                exercise_id,
                verdict.status.value,
                verdict.seconds,
                [finding.code for finding in verdict.findings],
                verdict.measured,
            )
        )
        return verdict

    def fingerprint(self, exercise_id: str) -> tuple[tuple[str, int], ...]:
        """Changes whenever one of the answer's files does; for watching."""
        root = self._workspace().root
        files = [root / file for file in exercise(exercise_id).definition.answer_files]
        return tuple((str(file), _changed_at(file)) for file in files)

    def hint(self, exercise_id: str, language: str) -> str:
        """Take the next hint and return it; the last one again when all are taken."""
        exercise(exercise_id)
        hints = load_hints(exercise_id, Language(language))
        taken = self._progress().standing().hints.get(exercise_id, 0)
        number = min(taken + 1, len(hints))
        self._progress().record_hint(exercise_id, number)
        return hint_text(hints[number - 1].title, hints[number - 1].markdown)

    def solution(self, exercise_id: str) -> tuple[SolutionFile, ...]:
        """The reference solution; from now on the exercise counts as helped."""
        found = exercise(exercise_id)
        self._progress().record_solution(exercise_id)
        files = [SolutionFile(file, text) for file, text in _texts(found, "solution")]
        sections = [
            SolutionFile(f"{BLUEPRINT}: {name}", self._fitting(text))
            for name, text in _sections(found, "solution")
        ]
        return (*files, *sections)

    def _fitting(self, section: str) -> str:
        """A section in the learner's own names, where there is a blueprint to take them from."""
        try:
            return in_own_names(section, read_text(self._workspace().blueprint))
        except (WorkspaceError, DocumentError):
            return section

    def reset(self, exercise_id: str) -> str:
        """Put the starter back; the path of the backup of what was there, or nothing.

        Raises:
            DocumentError: the blueprint that a section goes into is not text.
        """
        found, root = exercise(exercise_id), self._workspace().root
        copies = [back_up(root, root / file) for file in _answer_files(found)]
        for file, text in _texts(found, "starter"):
            save(root / file, text)
        for _, text in _sections(found, "starter"):
            blueprint = read_text(root / BLUEPRINT)
            save(root / BLUEPRINT, splice_section(blueprint, in_own_names(text, blueprint)))
        kept = next((copy for copy in copies if copy), None)
        return str(kept.parent) if kept else ""


def exercise_ids() -> tuple[str, ...]:
    """Every exercise, in the order of the course."""
    return tuple(found.id for found in exercises())


def hint_text(title: str, markdown: str) -> str:
    """A hint as Markdown with its title."""
    return f"**{title}**\n\n{markdown}"


def _answer_files(found: Exercise) -> tuple[str, ...]:
    return found.definition.answer_files


def _texts(found: Exercise, variant: str) -> list[tuple[str, str]]:
    folder = found.folder / variant
    return [(file, (folder / file).read_text("utf-8")) for file in found.definition.files]


def _sections(found: Exercise, variant: str) -> list[tuple[str, str]]:
    folder = found.folder / variant
    return [(s, (folder / f"{s}.yaml").read_text("utf-8")) for s in found.definition.sections]


def _changed_at(file: Path) -> int:
    """In nanoseconds; 0 for a file that is not there, as while an editor replaces it."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _work_file(found: Exercise, root: Path, file: str) -> WorkFile:
    path = root / file
    if not path.is_file():
        return WorkFile(file, exists=False, changed=False)
    text = path.read_text("utf-8", errors="replace")
    starters = dict(_texts(found, "starter"))
    if file in starters:
        return WorkFile(file, exists=True, changed=text != starters[file])
    sections = _sections(found, "starter")
    begun = all(section_of(text, name) is not None for name, _ in sections)
    same = all(
        section_of(text, name) == section_of(in_own_names(body, text), name)
        for name, body in sections
    )
    return WorkFile(file, exists=begun, changed=begun and not same)


def _after(exercise_id: str) -> str:
    course = load_course()
    ids = [i for c in course.chapters for i in (c.id, *(e.id for e in c.exercises))]
    following = ids[ids.index(exercise_id) + 1 :] if exercise_id in ids else []
    return following[0] if following else ""
