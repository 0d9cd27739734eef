"""The folder of a way into a cluster goes with its process, or with the next one."""

import os
import signal
from pathlib import Path

import pytest

from labs.kubernetes.private_folder import private_folder


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def killed_in_it() -> None:
    pid = os.fork()
    if pid == 0:
        with private_folder():
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)


def grow_old(folder: Path) -> None:
    os.utime(folder, (0, 0))


def test_it_is_for_our_account_alone_and_ends_with_the_block(place: Path):
    with private_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_one(place: Path):
    killed_in_it()
    (left,) = place.iterdir()
    grow_old(left)
    with private_folder() as folder:
        assert list(place.iterdir()) == [folder]


def test_what_another_still_uses_stays():
    with private_folder() as theirs:
        grow_old(theirs)
        with private_folder():
            assert theirs.exists()


def test_what_is_new_may_be_about_to_be_used_and_stays(place: Path):
    killed_in_it()
    with private_folder():
        assert len(list(place.iterdir())) == 2
