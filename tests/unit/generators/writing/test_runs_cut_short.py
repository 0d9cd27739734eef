"""A run may be killed between any two steps, or the disk may fill there: nothing is ever lost."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generators.errors import GenerateError
from generators.writing import Change, plan, undo, write
from generators.writing.places import OWN_FOLDER

OLD = {"a.yaml": "a: 1\nb: 2\nc: 3\n", "b/c.yaml": "x: 1\n", "gone/d.yaml": "y: 1\n"}
NEW = {"a.yaml": "a: 1\nb: 2\nc: 4\n", "b/c.yaml": "x: 2\n", "new/e.yaml": "z: 1\n"}
EDITED = "a: mine\nb: 2\nc: 3\n"
MERGED = "a: mine\nb: 2\nc: 4\n"

BEFORE = {**OLD, "a.yaml": EDITED}
AFTER = {**NEW, "a.yaml": MERGED}
KILLED, FAILED, DONE = 9, 3, 0
STEPS = 60
"""More than a run of this size has."""


def stands(out: Path) -> dict[str, str]:
    files = (path for path in out.rglob("*") if path.is_file() and OWN_FOLDER not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_text() for path in files}


def begun(out: Path) -> None:
    """A folder with a hand edit, before the run."""
    write(OLD, out, complete=True)
    (out / "a.yaml").write_text(EDITED)


def stopped_at(step: int, act: Callable[[], object], stop: Callable[[], None]) -> int:
    """Do it in a child process that is stopped before its nth change of the disk."""
    child = os.fork()
    if child == 0:
        left = [step]
        changes = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}

        def watch(event: str, args: tuple[object, ...]) -> None:
            writes = event == "open" and isinstance(args[2], int) and args[2] & os.O_ACCMODE
            if writes or event in changes:
                if left[0] == 0:
                    stop()
                left[0] -= 1

        sys.addaudithook(watch)
        try:
            act()
        except GenerateError:
            os._exit(FAILED)
        os._exit(DONE)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed() -> None:
    os._exit(KILLED)


def every_step(tmp_path: Path, act: Callable[[Path], object], stop: Callable[[], None]):
    """Folders in which the run ended before each of its steps, and how it ended."""
    for step in range(STEPS):
        out = tmp_path / str(step)
        begun(out)
        ended = stopped_at(step, lambda out=out: act(out), stop)
        yield out, ended
        if ended == DONE:
            return
    pytest.fail("the run has more steps than are tried")


def run(out: Path) -> object:
    return write(NEW, out, complete=True)


def test_a_killed_run_is_finished_by_the_next(tmp_path: Path):
    cut_short = 0
    for out, ended in every_step(tmp_path, run, killed):
        cut_short += ended == KILLED
        assert not plan(NEW, out, complete=True).of(Change.CONFLICT)
        run(out)
        assert stands(out) == AFTER
        assert plan(NEW, out, complete=True).clean
        undo(out)
        assert stands(out) == BEFORE
        run(out)
        assert stands(out) == AFTER
    assert cut_short > 10


def test_another_choice_after_a_killed_run_meets_no_conflict(tmp_path: Path):
    other = {"a.yaml": "a: 1\nb: 2\nc: 5\n", "b/c.yaml": "x: 3\n"}
    for out, _ in every_step(tmp_path, run, killed):
        write(other, out, complete=True)
        assert stands(out) == {**other, "a.yaml": "a: mine\nb: 2\nc: 5\n"}


def test_a_killed_run_can_be_undone_and_an_undo_that_was_killed_finished(tmp_path: Path):
    for out, ended in every_step(tmp_path, run, killed):
        if ended == KILLED and stands(out) != BEFORE:
            undo(out)
            assert stands(out) == BEFORE

    def back(out: Path) -> object:
        return undo(out)

    for step in range(STEPS):
        out = tmp_path / f"undo-{step}"
        begun(out)
        run(out)
        ended = stopped_at(step, lambda out=out: back(out), killed)
        if stands(out) != BEFORE:
            undo(out)
        assert stands(out) == BEFORE
        assert not plan(OLD, out, complete=True).of(Change.CONFLICT)
        write(OLD, out, complete=True)
        assert stands(out) == BEFORE
        if ended == DONE:
            return
    pytest.fail("the undo has more steps than are tried")


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EACCES])
def test_a_disk_that_fails_at_any_step_loses_nothing_and_the_next_run_heals(tmp_path, reason):
    def refuse() -> None:
        raise OSError(reason, os.strerror(reason), "there")

    failed = 0
    for out, ended in every_step(tmp_path, run, refuse):
        failed += ended == FAILED
        for path, text in stands(out).items():
            assert text in {BEFORE.get(path), AFTER.get(path)}
        run(out)
        assert stands(out) == AFTER
    assert failed > 10


def test_what_was_edited_after_a_run_was_killed_is_kept(tmp_path: Path):
    for out, _ in every_step(tmp_path, run, killed):
        (out / "a.yaml").write_text((out / "a.yaml").read_text() + "late: 1\n")
        fates = {file.path: file.change for file in plan(NEW, out, complete=True).files}
        assert fates["a.yaml"] in {Change.MERGED, Change.CONFLICT}
        run(out)
        text = (out / "a.yaml").read_text()
        assert "a: mine\n" in text
        assert "late: 1\n" in text
