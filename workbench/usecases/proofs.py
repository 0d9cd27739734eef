"""The proof that the course is sound, run over its exercises."""

from typing import Protocol

from exercises.catalogue import exercise, exercises
from exercises.grading.bench import Bench
from exercises.proving import Outcome, Proof, prove
from workbench.usecases.partitions import blueprint_of, partition_from


class Told(Protocol):
    """Is told of each kept answer that was graded."""

    def __call__(self, name: str, label: str, *, held: bool) -> None:
        """`name` is the exercise, `label` the kept answer."""
        ...


def prove_all(names: tuple[str, ...], bench: Bench, told: Told) -> tuple[Proof, ...]:
    """Prove these exercises, or all, one after another.

    Raises:
        UnknownExerciseError: a name is no exercise's.
    """
    chosen = tuple(exercise(name) for name in names) or exercises()
    blueprint = reference_blueprint()

    def heard(name: str) -> "_Heard":
        return _Heard(name, told)

    return tuple(prove(found, blueprint, bench, heard(found.id)) for found in chosen)


def reference_blueprint() -> str:
    """The blueprint that answers made of sections are put into."""
    from generators.blueprint import dump_blueprint

    return dump_blueprint(blueprint_of(partition_from("reference"), name="reference"))


class _Heard:
    """Says which exercise an outcome belongs to."""

    def __init__(self, name: str, told: Told) -> None:
        self._name = name
        self._told = told

    def __call__(self, outcome: Outcome) -> None:
        self._told(self._name, outcome.label, held=outcome.held)
