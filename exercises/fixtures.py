"""The answers that ship with an exercise: starter, solution, right and wrong ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from exercises.answer import Answer, splice_section, without_section
from exercises.catalogue import Exercise
from exercises.definition import BLUEPRINT


class Role(StrEnum):
    """What an answer is kept for."""

    STARTER = "starter"
    SOLUTION = "solution"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Fixture:
    """One kept answer: its files as they lie in the exercise's folder."""

    role: Role
    name: str
    texts: Mapping[str, str]
    finding: str = ""
    """What a wrong answer must get."""
    live: bool = False
    """Whether a wrong answer must be seen to fail, not only be foreseen to."""

    @property
    def label(self) -> str:
        """`wrong/one-service`."""
        return f"{self.role}/{self.name}" if self.name else str(self.role)


def fixtures(exercise: Exercise) -> Iterator[Fixture]:
    """Every kept answer of an exercise, starter first."""
    yield starter(exercise)
    yield solution(exercise)
    for right in exercise.definition.right:
        yield _kept(exercise, Role.RIGHT, right.name)
    for wrong in exercise.definition.wrong:
        kept = _kept(exercise, Role.WRONG, wrong.name)
        yield replace(kept, finding=wrong.finding, live=wrong.live)


def starter(exercise: Exercise) -> Fixture:
    """What the learner begins with."""
    return _kept(exercise, Role.STARTER)


def solution(exercise: Exercise) -> Fixture:
    """The answer that the course stands behind."""
    return _kept(exercise, Role.SOLUTION)


def compose(exercise: Exercise, texts: Mapping[str, str], blueprint: str) -> Answer:
    """The answer that kept files make: a section goes into `blueprint`, a file stands as it is."""
    answer = {file: texts[file] for file in exercise.definition.files if file in texts}
    for section in exercise.definition.sections:
        blueprint = without_section(blueprint, section)
        blueprint = splice_section(blueprint, texts[f"{section}.yaml"])
    if exercise.definition.sections:
        answer[BLUEPRINT] = blueprint
    return Answer(answer)


def _kept(exercise: Exercise, role: Role, name: str = "") -> Fixture:
    """A wrong or right answer holds only the files that differ from the solution."""
    base = _texts(exercise.folder / Role.SOLUTION) if name else {}
    return Fixture(role, name, base | _texts(exercise.folder / role / name))


def _texts(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder).as_posix()): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }
