"""What a grader is made of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from exercises.answer import Answer
from exercises.grading.bench import Bench
from exercises.model import Finding

E = TypeVar("E")
O = TypeVar("O")  # noqa: E741 - evidence and observation


@dataclass(frozen=True, slots=True)
class Check(Generic[E]):
    """A pure question to the evidence: no finding means that it holds."""

    code: str
    """What holds then: `held-<code>` in the catalogue."""
    find: Callable[[E], Iterable[Finding]]
    asked: Callable[[E], bool] = lambda _: True
    """Whether the answer has anything to ask about: what was not asked is not praised either."""


@dataclass(frozen=True, slots=True)
class Rehearsal(Generic[E, O]):
    """The live part of a grader: run the answer, then judge what was seen."""

    observe: Callable[[E, Bench], O]
    """Does all the I/O, through the bench only; judges nothing."""
    checks: tuple[Check[O], ...]
    measured: Callable[[O], Mapping[str, float | int | str]] = lambda _: {}
    """The figures to show, with units in their names."""
    despite: frozenset[str] = frozenset()
    """Findings that do not forbid the run, because the run itself shows what they cost."""


@dataclass(frozen=True, slots=True)
class Grader(Generic[E, O]):
    """How one exercise is judged."""

    read: Callable[[Answer], E]
    """Parses the answer. Raises `DocumentError` for what the learner must mend first."""
    checks: tuple[Check[E], ...]
    rehearsal: Rehearsal[E, O] | None = field(default=None)


AnyGrader: TypeAlias = Grader[Any, Any]
