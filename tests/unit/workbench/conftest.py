import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ran]:
    """The installed command in a process of its own, in an empty folder with an empty home."""

    def run(*arguments: str, lang: str = "en", stdin: str = "", cwd: Path | None = None) -> Ran:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path / "home"),
            "WORKBENCH_LANG": lang,
        }
        done = subprocess.run(
            [sys.executable, "-m", "workbench", *arguments],
            cwd=cwd or tmp_path,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
