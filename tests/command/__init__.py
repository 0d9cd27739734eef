"""Running the installed command as a learner would."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LONGEST_S = 300
CHECKOUT = Path(__file__).parents[2]
"""Its packages are run, whichever checkout is installed."""


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Command:
    """The command in a process of its own, in `folder`, with an empty home."""

    folder: Path

    def __call__(
        self, *arguments: str, lang: str = "en", stdin: str = "", cwd: Path | None = None
    ) -> Ran:
        """Run it to its end."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(CHECKOUT),
            "HOME": str(self.folder / "home"),
            "WORKBENCH_LANG": lang,
        }
        done = subprocess.run(
            [sys.executable, "-m", "workbench", *arguments],
            cwd=cwd or self.folder,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)
