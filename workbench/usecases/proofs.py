"""The proof that the course is sound, run over its exercises."""

from typing import Protocol

from exercises import proving
from exercises.catalogue import exercise, exercises
from exercises.grading.bench import Bench
from exercises.proving import Outcome, Proof
from workbench.usecases.partitions import blueprint_of, partition_from


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

    return proving.prove_all(chosen, reference_blueprint(), bench, heard)


def reference_blueprint() -> str:
    """The blueprint that answers made of sections are put into."""
    from generators.blueprint import dump_blueprint

    return dump_blueprint(blueprint_of(partition_from("reference"), name="reference"))
