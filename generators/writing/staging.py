"""What is about to be put in place, written beside it first.

A folder that nobody has yet is staged whole and moved at once: one step for hundreds of files.
"""

import errno
import os
import stat
from collections.abc import Mapping

_FRESH = "fresh"

Moves = Mapping[str, str]
"""What is staged, and where it goes: files, and folders that stand empty until then."""


def stage(contents: Mapping[str, bytes | None], out: str, staging: str) -> Moves:
    """Write `contents` below `staging` and make room for them below `out`.

    Raises:
        OSError: the disk is full, something is in the way, or not permitted.
    """
    moves: dict[str, str] = {}
    roots: dict[str, str] = {"": ""}
    made: set[str] = set()
    for index, (path, content) in enumerate(contents.items()):
        folder = path.rpartition("/")[0]
        root = _root(folder, out, roots) if content is not None else ""
        if root:
            _make(f"{staging}/{_FRESH}/{folder}", made)
            _make(f"{out}/{root}", made)
            moves[f"{staging}/{_FRESH}/{root}"] = f"{out}/{root}"
            _write(f"{staging}/{_FRESH}/{path}", content)
            continue
        target = f"{out}/{path}"
        mode = _mode(target)
        if content is not None:
            moves[f"{staging}/{index}"] = target
            _write(f"{staging}/{index}", content, mode)
    return moves


def move(moves: Moves) -> None:
    """Put what is staged in its place; what a link stands for is replaced, not the link.

    Raises:
        OSError: something has come in the way meanwhile.
    """
    for staged, target in moves.items():
        if os.path.isdir(target):
            os.rmdir(target)
        os.replace(staged, os.path.realpath(target) if os.path.islink(target) else target)


def _root(folder: str, out: str, known: dict[str, str]) -> str:
    """The outermost folder on the way that does not stand yet; empty where all do."""
    if folder not in known:
        above = _root(folder.rpartition("/")[0], out, known)
        known[folder] = above or ("" if os.path.exists(f"{out}/{folder}") else folder)
    return known[folder]


def _make(folder: str, made: set[str]) -> None:
    if folder not in made:
        os.makedirs(folder, exist_ok=True)
        made.add(folder)


def _write(path: str, content: bytes | None, mode: int | None = None) -> None:
    with open(path, "wb") as file:
        file.write(content or b"")
    if mode is not None:
        os.chmod(path, mode)


def _mode(target: str) -> int | None:
    """Who may do what with the file that stands there; nothing where none does.

    Raises:
        OSError: a folder stands there, or a file where its folder should.
    """
    try:
        found = os.stat(target)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), target)
    return stat.S_IMODE(found.st_mode)
