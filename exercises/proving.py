"""The proof that the exercises are sound: each kept answer gets the verdict it must get."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from exercises.catalogue import Exercise
from exercises.fixtures import Fixture, Role, compose, fixtures, solution
from exercises.grading.bench import Bench
from exercises.grading.concurrency import WORKERS, each
from exercises.grading.engine import grade
from exercises.model import Status, Verdict
from exercises.mutation import Mutant, mutants


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kept answer, what it got, and whether that is what it must get."""

    label: str
    role: Role
    expected: str
    """`passed`, `not yet`, or the finding that must be named."""
    verdict: Verdict
    held: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that was tried on one exercise."""

    exercise: str
    outcomes: tuple[Outcome, ...]
    mutants: int
    """How many changed solutions were graded."""
    tolerated: int
    """How many of them pass, and may, because their author said why."""
    survivors: tuple[str, ...]
    """The changes that passed and should not have."""
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether the exercise judges as it must."""
        return all(outcome.held for outcome in self.outcomes) and not self.survivors


def prove(
    exercise: Exercise,
    blueprint: str,
    bench: Bench | None = None,
    on_progress: Callable[[Outcome], None] = lambda _: None,
) -> Proof:
    """Grade every kept answer and every mutant of the solution.

    `blueprint` is the text that an answer made of sections is put into. Nothing is shared with
    other proofs, so several may run at once where their benches may.
    """
    started = time.monotonic()
    outcomes: list[Outcome] = []
    for fixture in fixtures(exercise):
        outcomes.append(_outcome(exercise, fixture, blueprint, bench))
        on_progress(outcomes[-1])
    tried = passing = 0
    survivors: list[str] = []
    for mutant in _mutants(exercise):
        tried += 1
        if not _killed(exercise, mutant, blueprint, bench):
            if _tolerated(exercise, mutant):
                passing += 1
            else:
                survivors.append(f"{mutant.change} {mutant.at}")
    seconds = time.monotonic() - started
    return Proof(exercise.id, tuple(outcomes), tried, passing, tuple(survivors), seconds)


def prove_all(
    exercises: Sequence[Exercise],
    blueprint: str,
    bench: Bench | None = None,
    on_progress: Callable[[str, Outcome], None] = lambda _, __: None,
    workers: int = WORKERS,
) -> tuple[Proof, ...]:
    """Prove several exercises, `workers` at a time. `on_progress` is called from their threads."""

    def one(exercise: Exercise) -> Proof:
        return prove(exercise, blueprint, bench, lambda outcome: on_progress(exercise.id, outcome))

    proofs = {proof.exercise: proof for proof in each(exercises, one, workers)}
    return tuple(proofs[exercise.id] for exercise in exercises)


def _outcome(exercise: Exercise, fixture: Fixture, blueprint: str, bench: Bench | None) -> Outcome:
    """Grade a kept answer; a wrong one is run only where it must be seen to fail."""
    answer = compose(exercise, fixture.texts, blueprint)
    must_pass = fixture.role in {Role.SOLUTION, Role.RIGHT}
    verdict = grade(exercise, answer)
    if must_pass or fixture.live or verdict.status is Status.COULD_NOT_JUDGE:
        verdict = grade(exercise, answer, bench)
    held = verdict.status is (Status.PASSED if must_pass else Status.NOT_YET)
    if fixture.finding:
        held = held and fixture.finding in {finding.code for finding in verdict.findings}
    if fixture.live and bench is not None:
        held = held and bool(verdict.measured)
    expected = fixture.finding or (Status.PASSED if must_pass else Status.NOT_YET)
    return Outcome(fixture.label, fixture.role, expected, verdict, held)


def _mutants(exercise: Exercise) -> Iterator[Mutant]:
    for file, text in solution(exercise).texts.items():
        yield from mutants(file, text)


def _killed(exercise: Exercise, mutant: Mutant, blueprint: str, bench: Bench | None) -> bool:
    """Whether the grader says no: at once where it can, live only where it must.

    What the author tolerates is not worth running live.
    """
    texts = {**solution(exercise).texts, mutant.file: mutant.text}
    answer = compose(exercise, texts, blueprint)
    verdict = grade(exercise, answer)
    if verdict.status is Status.COULD_NOT_JUDGE and not _tolerated(exercise, mutant):
        verdict = grade(exercise, answer, bench)
    return verdict.status is Status.NOT_YET


def _tolerated(exercise: Exercise, mutant: Mutant) -> bool:
    return any(
        rule.change in {mutant.change, "any"} and fnmatchcase(mutant.at, rule.at)
        for rule in exercise.definition.tolerated
    )
