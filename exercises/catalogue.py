"""The exercises of the course, in its order."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path

from exercises.definition import Definition
from exercises.grading.grader import AnyGrader

FOLDERS = (
    "monolith/boundaries",
    "monolith/boundary_criteria",
    "discovery/service_mesh",
    "gateway/gateway_routes",
    "gateway/limits_and_security",
    "events/order_events",
    "sagas/order_saga",
    "containers/kubernetes_istio",
)


class UnknownExerciseError(LookupError):
    """No exercise has this id. `suggestion` is the nearest that exists, if one is near."""

    def __init__(self, exercise_id: str) -> None:
        self.exercise_id = exercise_id
        self.known = tuple(exercise.id for exercise in exercises())
        self.suggestion = next(iter(get_close_matches(exercise_id, self.known, n=1)), None)
        super().__init__(exercise_id)


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise: its definition and the folder that holds its answers."""

    definition: Definition
    folder: Path

    @property
    def id(self) -> str:
        """The name by which everything else refers to it."""
        return self.definition.id

    @property
    def live(self) -> bool:
        """Whether part of the grading runs real servers."""
        return self.definition.kind == "live"

    def grader(self) -> AnyGrader:
        """Its checks, imported on first use."""
        chapter, name = self.folder.parts[-2:]
        grader: AnyGrader = import_module(f"exercises.{chapter}.{name}.grade").GRADER
        return grader


@cache
def exercises() -> tuple[Exercise, ...]:
    """Every exercise, in the order of the course."""
    return tuple(_load())


def exercise(exercise_id: str) -> Exercise:
    """The exercise of that id.

    Raises:
        UnknownExerciseError: there is none; carries the nearest id.
    """
    for candidate in exercises():
        if candidate.id == exercise_id:
            return candidate
    raise UnknownExerciseError(exercise_id)


def _load() -> Iterator[Exercise]:
    here = Path(__file__).parent
    for name in FOLDERS:
        folder = here / name
        declared = tomllib.loads((folder / "exercise.toml").read_text(encoding="utf-8"))
        yield Exercise(Definition.model_validate(declared), folder)
