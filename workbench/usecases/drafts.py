"""What the learner's blueprint would become now, looked at before it is written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from content.messages import Language, Messages, messages
from decomposer.documents import DocumentError, Problem
from generators.blueprint.wording import problem_text
from generators.choices import Changed, FailureModes
from generators.errors import NoSuchFileError
from generators.render.reasons import Origins
from generators.writing import Change, FileChange, Plan, Sides
from generators.writing.wording import flaw_text
from workbench.ports.files import (
    Choice,
    ChosenOtherwise,
    Draft,
    DraftFile,
    FailureMode,
    Fate,
    Finding,
    Made,
    Reason,
    Remark,
    ShownLine,
)
from workbench.usecases.blueprints import judged_blueprint
from workbench.usecases.choosing import choosable, choose
from workbench.usecases.differences import difference, whole
from workbench.usecases.explaining import origins, sentence
from workbench.usecases.generation import (
    Request,
    generated,
    manifest_findings,
    planned,
    request,
    undone,
)
from workbench.usecases.switching import switch_since_last_run
from workbench.usecases.workspace import Workspace

_LEFT = (Change.CONFLICT, Change.WAITING)


@dataclass(frozen=True)
class _Planned:
    """A plan, and what is found out about it when somebody asks."""

    wish: Request
    plan: Plan = field(default_factory=lambda: Plan(()))

    @cached_property
    def files(self) -> dict[str, FileChange]:
        return {file.path: file for file in self.plan.files}

    @cached_property
    def origins(self) -> Origins:
        return origins(self.wish)

    def file(self, path: str) -> FileChange:
        if path not in self.files:
            raise NoSuchFileError(path, self.files)
        return self.files[path]


class Drafts:
    """Keeps the latest plan, so that looking at its files renders nothing anew."""

    def __init__(self, workspace: Callable[[], Workspace]) -> None:
        self._workspace = workspace
        self._latest: _Planned | None = None

    def edited_at(self) -> float:
        """When the blueprint was last written.

        Raises:
            WorkspaceError: there is no blueprint.
        """
        return self._workspace().blueprint.stat().st_mtime

    def draft(self, language: str) -> Draft:
        """Judge the blueprint and plan its files. Writes nothing.

        Raises:
            WorkspaceError: there is no blueprint.
            GenerateError: the folder cannot be read, or a file would leave it.
        """
        words = messages(Language(language))
        wish, edited_at = request(self._workspace()), self.edited_at()
        try:
            remarks = _remarks(judged_blueprint(wish.blueprint).warnings, words)
            latest = _Planned(wish, planned(wish))
            switch = switch_since_last_run(wish, latest.plan)
        except DocumentError as error:
            found = _remarks(error.problems, words)
            return Draft(wish.blueprint, wish.out, edited_at, broken=True, remarks=found)
        self._latest = latest
        files = tuple(_file(file, words) for file in latest.plan.files)
        chosen = _chosen(switch.changed, switch.modes, words) if switch else ChosenOtherwise()
        choices = self._choices(words)
        return Draft(
            wish.blueprint,
            wish.out,
            edited_at,
            broken=False,
            remarks=remarks,
            files=files,
            choices=choices,
            chosen=chosen,
        )

    def _choices(self, words: Messages) -> tuple[Choice, ...]:
        return tuple(
            Choice(o.place, o.value, o.among, words.template(o.meaning), one.line)
            for one in choosable(self._workspace())
            for o in (one.option,)
        )

    def choose(self, place: str, value: str, language: str) -> ChosenOtherwise:
        """Write a choice into the blueprint; everything else in it stays.

        Raises:
            DocumentError: the blueprint contradicts the choice; nothing is written.
        """
        made = choose(self._workspace(), place, value)
        return _chosen(made.changed, made.modes, messages(Language(language)))

    def whole(self, path: str) -> tuple[ShownLine, ...]:
        """A file of the draft as it would stand; one in conflict as it stands.

        Raises:
            NoSuchFileError: the draft has no such file.
        """
        return whole(self._planned.file(path))

    def difference(self, path: str) -> tuple[ShownLine, ...]:
        """What a run would change in it, or else what was edited by hand; else nothing.

        Raises:
            NoSuchFileError: the draft has no such file.
        """
        return difference(self._planned.file(path))

    def why(self, path: str, line: int, language: str) -> tuple[Reason, ...]:
        """The reasons for a line, the closest first; for line 0 those of the whole file.

        Raises:
            NoSuchFileError: the draft has no such file.
        """
        words, known = messages(Language(language)), self._planned.origins
        text = "\n".join(each.text for each in self.whole(path))
        found = known.of_line(path, line, text) if line else known.of_file(path)
        return tuple(
            Reason(sentence(one, words), tuple((c.place, c.line) for c in one.choices))
            for one in found
        )

    def findings(self, language: str) -> tuple[Finding, ...]:
        """What does not work in and across the manifests, as they stand."""
        words = messages(Language(language))
        return tuple(
            Finding(found.file, found.line, words.text(f"manifest-{found.code}", **found.params))
            for found in manifest_findings(self._planned.plan)
        )

    def write(self, mine: Sequence[str] = (), fresh: Sequence[str] = ()) -> Made:
        """Write the files as the blueprint stands now.

        Of those in conflict `mine` keep what was edited, `fresh` become as generated; others stay.

        Raises:
            DocumentError: the blueprint cannot be used; nothing is written.
            GenerateError: the disk is full, or something is in the way.
        """
        wish = request(self._workspace(), sides=Sides(tuple(mine), tuple(fresh)))
        result = generated(wish, judged_blueprint(wish.blueprint).blueprint)
        written = sum(not file.stays and file.change not in _LEFT for file in result.files)
        return Made(written, len(result.of(Change.CONFLICT)))

    def undo(self) -> Made:
        """Put back what the last run replaced.

        Raises:
            GenerateError: there is no run to undo, or the files cannot be written.
        """
        back = undone(request(self._workspace()))
        return Made(len(back.restored), len(back.kept))

    @property
    def _planned(self) -> _Planned:
        return self._latest or _Planned(request(self._workspace()))


def _remarks(problems: Iterable[Problem], words: Messages) -> tuple[Remark, ...]:
    return tuple(Remark(problem_text(each, words), each.line) for each in problems)


def _file(file: FileChange, words: Messages) -> DraftFile:
    return DraftFile(file.path, Fate(file.change.value), flaw_text(file, words))


def _chosen(changed: Iterable[Changed], modes: FailureModes, words: Messages) -> ChosenOtherwise:
    def told(ids: Iterable[str]) -> tuple[FailureMode, ...]:
        return tuple(
            FailureMode(words.text(f"mode-{mode}"), words.text(f"mode-{mode}-guard"))
            for mode in ids
        )

    values = tuple((one.path, one.before or "", one.after or "") for one in changed)
    return ChosenOtherwise(values, told(modes.come), told(modes.go))
