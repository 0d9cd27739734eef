"""The proof that the course is sound, run over its exercises."""

from typing import Protocol

from exercises import proving
from exercises.base import base_blueprint
from exercises.catalogue import exercise, exercises
from exercises.grading.bench import Bench
from exercises.proving import Outcome, Proof


class Told(Protocol):
    """Is told of each kept answer that was graded."""

    def __call__(self, name: str, label: str, *, held: bool) -> None:
        """`name` is the exercise, `label` the kept answer."""
        ...


def prove_all(names: tuple[str, ...], bench: Bench, told: Told) -> tuple[Proof, ...]:
    """Prove these exercises, or all, two at a time; `told` is called from both threads.

    Raises:
        UnknownExerciseError: a name is no exercise's.
    """
    chosen = tuple(exercise(name) for name in names) or exercises()

    def heard(name: str, outcome: Outcome) -> None:
        told(name, outcome.label, held=outcome.held)

    return proving.prove_all(chosen, base_blueprint(), bench, heard)
