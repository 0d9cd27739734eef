"""What every supervisor of a lab in other hands does, held against the starter that labs have."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labs.runtime import LabError, Progress
from labs.supervising.directories import LabDirectory
from labs.supervising.ending import end
from labs.supervising.lock import held, is_held
from labs.supervising.logs import LOG_LIMIT_BYTES
from labs.supervising.starting import start
from tests.waiting import becomes

SUPERVISOR = "tests.unit.labs.a_supervisor"
WITHIN_S = 30.0


def started(directory: LabDirectory, on_progress=lambda _: None) -> None:
    directory.create()
    with held(directory, WITHIN_S) as lock:
        start(directory, lock, on_progress, SUPERVISOR)


def taken_away(base: Path) -> list[str]:
    return (base / "taken-away").read_text().splitlines()


@pytest.fixture
def ready(tmp_path) -> Iterator[LabDirectory]:
    directory = LabDirectory.of("ready", tmp_path)
    started(directory)
    yield directory
    end(directory, WITHIN_S)


@pytest.mark.parametrize(
    ("lab", "code", "params"),
    [
        ("breaks", "broken", {"part": "orders"}),
        ("is-wrong", "failed", {"reason": "no such key"}),
    ],
)
def test_a_start_that_fails_is_told_once_nothing_is_left(tmp_path, lab, code, params):
    steps: list[Progress] = []
    directory = LabDirectory.of(lab, tmp_path)
    with pytest.raises(LabError) as error:
        started(directory, steps.append)
    assert (error.value.code, error.value.params) == (code, params)
    assert [step.part for step in steps] == ["orders"]
    assert taken_away(tmp_path) == [lab]
    assert not directory.root.exists()


def test_a_lab_outlives_its_starter_until_it_is_ended(ready):
    assert is_held(ready)
    end(ready, WITHIN_S)
    assert not is_held(ready)
    assert not ready.root.exists()
    assert taken_away(ready.base) == ["ready"]


def test_a_starter_that_gives_up_ends_the_lab(tmp_path):
    directory = LabDirectory.of("takes-long", tmp_path)

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        started(directory, interrupt)
    assert taken_away(tmp_path) == ["takes-long"]


def test_logs_of_a_lab_are_cut_whoever_writes_them(ready):
    log = ready.log("forward-gateway")
    log.write_bytes(b"Handling connection for 20000\n" * (LOG_LIMIT_BYTES // 30 + 1))
    assert becomes(lambda: log.stat().st_size < LOG_LIMIT_BYTES // 2, WITHIN_S)
