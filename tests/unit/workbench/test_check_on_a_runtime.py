"""Where the labs of a check run: where they are wanted, if it starts any."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from exercises.catalogue import exercise
from exercises.model import Status
from labs.runtime import Shortage
from workbench.progress import ProgressStore
from workbench.usecases.exercises import Exercises
from workbench.usecases.workspace import Workspace


class LackingBench:
    """Says which runtime it lacks, and starts nothing."""

    def __init__(self, runtime: str) -> None:
        self._runtime = runtime

    def shortages(self) -> Sequence[Shortage]:
        return [Shortage(self._runtime, "docker-engine")]


@pytest.fixture
def exercises(tmp_path: Path) -> Exercises:
    solution = exercise("boundaries").folder / "solution" / "boundaries.yaml"
    (tmp_path / "boundaries.yaml").write_text(solution.read_text("utf-8"))
    return Exercises(
        lambda: ProgressStore(tmp_path / "progress.sqlite3"),
        lambda: Workspace(tmp_path),
        lambda runtime, _: LackingBench(runtime),
    )


@pytest.mark.parametrize(
    ("wanted", "given"), [("", "local"), ("docker", "docker"), ("kubernetes", "kubernetes")]
)
def test_a_check_that_starts_labs_starts_them_where_they_are_wanted(exercises, wanted, given):
    verdict = exercises.verdict("boundaries", wanted)
    assert verdict.status is Status.COULD_NOT_JUDGE
    assert verdict.findings[0].params["what"] == given


@pytest.mark.parametrize(
    ("name", "given"), [("order-saga", "docker"), ("gateway-routes", "local"), ("order-events", "")]
)
def test_one_that_starts_no_lab_runs_here_and_one_that_runs_nothing_nowhere(exercises, name, given):
    assert exercises.runs_on(name, "docker") == given
