"""A tool of somebody else's: what it is asked about a shop's files, and how its answer is read."""

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.verify.packages import NotToBeHadError, Package

_PATIENCE_S = 600
_VERSION = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Shop:
    """A blueprint's files on disk."""

    name: str
    files: Path
    """As they are generated."""
    built: Path
    """Each environment's manifests, as one file for each overlay."""

    def having(self, *patterns: str) -> list[str]:
        """Generated files by pattern, as they are named from their folder."""
        found = {path for pattern in patterns for path in self.files.glob(pattern)}
        return sorted(str(path.relative_to(self.files)) for path in found if path.is_file())


@dataclass(frozen=True, slots=True)
class Run:
    """One call of a tool."""

    arguments: Sequence[str]
    folder: Path
    files: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool said: a line for each finding, and what it counted besides."""

    findings: Sequence[str] = ()
    passed: int = 0
    skipped: int = 0


Completed = subprocess.CompletedProcess[str]


def lines(completed: Completed) -> Answer:
    """Of a tool that is silent when it is content."""
    if completed.returncode == 0:
        return Answer()
    said = [line for line in (completed.stdout + completed.stderr).splitlines() if line.strip()]
    return Answer(said or [f"exit code {completed.returncode}"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """A tool's answers about all shops."""

    tool: str
    version: str
    files: int = 0
    findings: Sequence[str] = ()
    passed: int = 0
    skipped: int = 0
    missing: str = ""
    """Why the tool could not be asked."""


@dataclass(frozen=True, slots=True)
class Tool:
    """How it is asked, and how it is understood."""

    name: str
    package: Package
    program: str
    runs: Callable[[Shop], Iterable[Run]]
    understood: Callable[[Completed], Answer] = lines
    tells_version: Sequence[str] = field(default=())
    """Arguments that make it tell its version, where its package does not say."""

    def verdict(self, shops: Iterable[Shop]) -> Verdict:
        """Ask it about all shops."""
        try:
            programs = self.package.programs()
        except NotToBeHadError as problem:
            return Verdict(self.name, self.package.version, missing=str(problem))
        runs = [run for shop in shops for run in self.runs(shop)]
        answers = [self.understood(self._asked(programs, run)) for run in runs]
        if not any(run.files for run in runs):
            answers.append(Answer(["nothing was looked at"]))
        return Verdict(
            self.name,
            self.package.version or self._version(programs),
            sum(run.files for run in runs),
            [finding for answer in answers for finding in answer.findings],
            sum(answer.passed for answer in answers),
            sum(answer.skipped for answer in answers),
        )

    def _asked(self, programs: Path, run: Run) -> Completed:
        return subprocess.run(
            [programs / self.program, *run.arguments],
            cwd=run.folder,
            # in CI no tool tells its maker that it ran
            env=os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "CI": "true"},
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
        )

    def _version(self, programs: Path) -> str:
        said = self._asked(programs, Run(self.tells_version, Path.cwd(), 0))
        found = _VERSION.search(said.stdout + said.stderr)
        return found[0] if found else ""
