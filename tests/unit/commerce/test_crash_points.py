"""Crash points: how they are named, where they are passed, and that they end the process."""

import ast
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

import labs.commerce
from labs.commerce.platform.crash_points import CrashPoint, Place, arm, crash_here, parse

SHOP = Path(labs.commerce.__path__[0])
PASSED = re.compile(r"crash_here\(\s*Place\.([A-Z_]+)")


def end_of(do: Callable[[], None]) -> int:
    """How a process ends that does this and then exits; negative: the signal."""
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            do()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def passing(points: str, *passed: str) -> Callable[[], None]:
    def do() -> None:
        arm(points)
        for subject in passed:
            crash_here(Place.AFTER_COMMIT, subject)

    return do


def test_a_process_ends_at_an_armed_point_and_nowhere_else():
    assert end_of(passing("after-commit:OrderCreated", "OrderCreated")) == -signal.SIGKILL
    assert end_of(passing("after-commit:OrderCreated", "OrderConfirmed")) == 0
    assert end_of(passing("before-commit:OrderCreated", "OrderCreated")) == 0


def test_a_point_counts_its_passes():
    assert end_of(passing("after-commit:a:3", "a", "b", "a")) == 0
    assert end_of(passing("after-commit:a:3", "a", "b", "a", "a")) == -signal.SIGKILL


def test_of_several_points_the_first_one_reached_ends_the_process():
    assert end_of(passing("after-commit:a:9 after-commit:b", "a", "b")) == -signal.SIGKILL


def test_arming_anew_takes_back_what_was_armed():
    def do() -> None:
        arm("after-commit:a")
        arm("")
        crash_here(Place.AFTER_COMMIT, "a")

    assert end_of(do) == 0


def test_a_point_reads_as_it_is_written():
    point = CrashPoint(Place.BEFORE_ANSWER, "payments/process", 2)
    assert parse(f"{point} after-commit:a") == [point, CrashPoint(Place.AFTER_COMMIT, "a", 1)]


@pytest.mark.parametrize("text", ["somewhere:a", "after-commit:a:often"])
def test_a_point_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"somewhere|often"):
        parse(text)


def test_every_place_is_in_the_code_and_every_crash_point_of_the_code_is_a_place():
    passed = {name for path in SHOP.rglob("*.py") for name in PASSED.findall(path.read_text())}
    assert passed == set(Place.__members__)


def test_nothing_but_a_crash_point_is_asked_in_the_shops_code():
    """The shop's own code neither arms itself nor looks whether it is armed."""
    users = {
        alias.name
        for path in SHOP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("crash_points")
        for alias in node.names
    }
    assert users == {"Place", "crash_here"}
