"""The modules of a source tree: which files are read, and which are skipped and why."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from decomposer.documents import DocumentError, Problem

MAX_BYTES = 2 * 2**20
"""Above this a file is generated: a table of data, not code with couplings."""
ASIDE = frozenset({"tests", "test", "testing", "migrations", "node_modules", "site-packages"})
"""Folders that reach into everything, or belong to others: they say nothing about boundaries."""
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_TEST_FILE = re.compile(r"test_.*\.py|.*_test\.py|tests\.py|conftest\.py|setup\.py")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A module with its text."""

    module: str
    path: str
    package: bool
    """An `__init__.py`."""
    text: str


@dataclass(frozen=True, slots=True)
class SourceTree:
    """What was found under a folder."""

    base: str
    """The folder that would stand on the import path."""
    files: tuple[SourceFile, ...]
    skipped: tuple[Problem, ...]
    aside: int
    """Tests and migrations that were left aside on purpose."""


def read_tree(folder: Path) -> SourceTree:
    """Read every module under a folder; a link to a folder is not followed.

    Raises:
        DocumentError: there is no such folder, or no Python in it.
    """
    if not folder.is_dir():
        raise DocumentError([Problem(str(folder), 0, 0, "not-a-folder")])
    base = _base(folder.resolve())
    start = folder.resolve() if _is_package(folder) else base
    files: list[SourceFile] = []
    skipped: list[Problem] = []
    aside = 0
    for path in _python_files(start):
        if _stands_aside(path.relative_to(base)):
            aside += 1
            continue
        read = _read(path, base)
        if isinstance(read, Problem):
            skipped.append(read)
        else:
            files.append(read)
    if not files:
        raise DocumentError([*skipped, Problem(str(folder), 0, 0, "no-python")])
    return SourceTree(str(base), tuple(files), tuple(skipped), aside)


def _base(folder: Path) -> Path:
    if _is_package(folder):
        return folder.parent
    source = folder / "src"
    return source if source.is_dir() and not _is_package(source) else folder


def _is_package(folder: Path) -> bool:
    return (folder / "__init__.py").is_file()


def _python_files(start: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(start):
        inner[:] = sorted(
            name
            for name in inner
            if name.isidentifier()
            and name != "__pycache__"
            and not os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))  # noqa: PTH110, PTH118 - thousands of folders
        )
        yield from (Path(folder, name) for name in sorted(names) if _is_module(name))


def _is_module(name: str) -> bool:
    stem, dot, ending = name.rpartition(".")
    return bool(dot) and ending == "py" and stem.isidentifier()


def _stands_aside(path: Path) -> bool:
    return bool(ASIDE.intersection(path.parts[:-1]) or _TEST_FILE.fullmatch(path.name))


def _read(path: Path, base: Path) -> SourceFile | Problem:
    try:
        if path.stat().st_size > MAX_BYTES:
            return Problem(str(path), 0, 0, "python-too-large")
        if not path.is_file():  # a pipe would be waited for without end
            return Problem(str(path), 0, 0, "file-unreadable", "")
        content = path.read_bytes()
    except OSError as error:
        return Problem(str(path), 0, 0, "file-unreadable", error.strerror or "")
    try:
        text = content.decode(_encoding(content))
    except (UnicodeDecodeError, LookupError):
        return Problem(str(path), 0, 0, "not-utf8")
    if "\0" in text:
        return Problem(str(path), 0, 0, "not-utf8")
    return SourceFile(_module(path.relative_to(base)), str(path), path.name == "__init__.py", text)


def _encoding(content: bytes) -> str:
    """What the first two lines declare (PEP 263), else UTF-8."""
    for line in content.split(b"\n", 2)[:2]:
        declared = _CODING.match(line)
        if declared:
            return declared.group(1).decode("ascii")
    return "utf-8-sig"


def _module(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or path.stem
