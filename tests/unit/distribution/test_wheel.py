"""What is shipped: everything the packages read at run time, and none of the tests."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = "workbench", "exercises", "labs", "generators", "decomposer", "content"
NEVER = ".pyc", "__pycache__"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_every_file_of_the_packages_is_shipped(shipped):
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    ours = {name for name in tracked.split("\0") if name and (ROOT / name).is_file()}
    assert ours
    assert ours <= shipped


def test_nothing_else_is_shipped(shipped):
    foreign = {name for name in shipped if name.partition("/")[0] not in PACKAGES}
    assert all(".dist-info/" in name for name in foreign)
    assert not [name for name in shipped if any(part in name for part in NEVER)]
