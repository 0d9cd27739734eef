"""The commits of a repository, as `git log` tells them."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

from decomposer.documents import DocumentError, Problem
from decomposer.importers.history import Commit

MOST = 50_000
"""Commits that are read, the latest first; older ones tell of another program."""
DEADLINE_S = 120.0
"""A repository on a dead network drive is given up then."""
LONGEST = 4096
"""Bytes of a line that is looked at."""
_LOG = ("log", f"--max-count={MOST}", "--no-merges", "--find-renames", "--name-status")
_FORMAT = "--pretty=format:%x01%ae"


def is_shallow(folder: Path) -> bool:
    """Whether only the latest part of the history was fetched."""
    return _answer(folder, "rev-parse", "--is-shallow-repository") == "true"


def commits_of(folder: Path, advanced: Callable[[int, int], None]) -> Iterator[Commit]:
    """The commits that touch a folder, the latest first, read as git writes them.

    Raises:
        DocumentError: git is not installed, the folder is no repository or has no commits, or git
            took too long.
    """
    total = _answer(folder, "rev-list", "--count", f"--max-count={MOST}", "HEAD", "--", ".")
    if not total:
        raise DocumentError([Problem(str(folder), 0, 0, "not-a-repository")])
    process = subprocess.Popen(
        ["git", "-C", str(folder), "-c", "core.quotepath=off", *_LOG, _FORMAT, "--", "."],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    timer = Timer(DEADLINE_S, process.kill)
    timer.start()
    try:
        for done, commit in enumerate(_parsed(process), 1):
            advanced(done, max(int(total), done))
            yield commit
        if process.wait() != 0:
            raise DocumentError([Problem(str(folder), 0, 0, "git-gave-up")])
    finally:
        timer.cancel()
        process.kill()
        process.wait()


def _parsed(process: subprocess.Popen[bytes]) -> Iterator[Commit]:
    author, files, today = "", list[str](), _Today()
    for raw in process.stdout or ():
        line = raw[:LONGEST].decode("utf-8", errors="replace").rstrip("\n")
        if line.startswith("\x01"):
            if files:
                yield Commit(author, tuple(files))
            author, files = line[1:], []
        elif line:
            files.append(today(line))
    if files:
        yield Commit(author, tuple(files))


class _Today:
    """What a file is called by now; git tells the latest commit first."""

    def __init__(self) -> None:
        self._called: dict[str, str] = {}

    def __call__(self, line: str) -> str:
        """The file of a line: a letter and a path, or `R090` and both paths of a renamed file."""
        status, *paths = line.split("\t")
        path = paths[-1]
        called = self._called.get(path, path)
        if status[0] in "AR":  # before, the path was nothing or another file
            self._called.pop(path, None)
        if status[0] == "R":
            self._called[paths[0]] = called
        return called


def _answer(folder: Path, *question: str) -> str:
    """What git says in a word; empty where it refuses."""
    if shutil.which("git") is None:
        raise DocumentError([Problem(str(folder), 0, 0, "git-missing")])
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *question],
            capture_output=True,
            timeout=DEADLINE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentError([Problem(str(folder), 0, 0, "git-gave-up")]) from None
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""
