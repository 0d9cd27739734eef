"""Where generated files may go: below the output folder, each to a place of its own."""

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

from generators.errors import GenerateError

OWN_FOLDER = ".generated"
"""In the output folder: what the writer has to remember."""

_LONGEST_NAME = 255
"""Bytes of a file name on the file systems in use."""


def check_places(paths: Iterable[str], out: Path) -> None:
    """See that every file stays below `out` and none is in another's way.

    Raises:
        GenerateError: a path leads elsewhere, by its text or by a link on the disk; or two are the
            same on a file system that ignores case.
    """
    known: dict[str, str] = {}
    for path in paths:
        if not stays_inside(path):
            raise GenerateError("outside", path=path)
        if any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
            raise GenerateError("name-too-long", path=path)
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in known:
            raise GenerateError("same-path", path=path, other=known[folded])
        known[folded] = path
    for folded, path in known.items():
        folder = folded
        while folder := folder.rpartition("/")[0]:
            if folder in known:
                raise GenerateError("file-and-folder", path=path, other=known[folder])
    _check_links(known.values(), out)


def stays_inside(path: str) -> bool:
    """Whether a path's text leads below the output folder, on every system."""
    if not path.isprintable() or "\\" in path or PureWindowsPath(path).drive:
        return False
    first, *_ = parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and first.casefold() != OWN_FOLDER


def _check_links(paths: Iterable[str], out: Path) -> None:
    """No folder or file on the way may be a link that leads out of `out`."""
    root = os.path.realpath(out)
    folders = {str(PurePosixPath(path).parent) for path in paths} | {OWN_FOLDER}
    links = [path for path in paths if os.path.islink(f"{root}/{path}")]  # noqa: PTH114 - 450 files at every run
    for path in (*sorted(folders), *links):
        real = os.path.realpath(f"{root}/{path}")
        if os.path.commonpath((root, real)) != root:
            raise GenerateError("link-outside", path=f"{out}/{path}", target=real)
