"""Static imports, read by grimp.

grimp's own `build_graph` asks the interpreter where a package is, so that a package called like one
of ours would be mistaken for it, and one broken file ends it. Its scanner is given our files
instead, some at a time; a broken one is taken out and told.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from grimp.application.ports.modulefinder import FoundPackage, ModuleFile
from grimp.application.scanning import scan_imports
from grimp.domain.valueobjects import DirectImport, Module
from grimp.exceptions import GrimpException, SourceSyntaxError

from decomposer.documents import Problem
from decomposer.importers.python.beyond_top import beyond_top
from decomposer.importers.python.files import SourceFile, SourceTree
from decomposer.importers.python.parsing import parsed

AT_ONCE = 512
"""Files given to the scanner: a Ctrl-C waits for no more than these."""

Advanced = Callable[[int, int], None]
"""Told how many files of how many are done."""


@dataclass(frozen=True, slots=True)
class Imports:
    """Who imports whom, with the lines, and the files that could not be parsed."""

    lines: dict[tuple[str, str], list[int]]
    """Those in which one module imports another."""
    broken: tuple[Problem, ...]


def read_imports(tree: SourceTree, advanced: Advanced) -> Imports:
    """Scan all files."""
    lines: dict[tuple[str, str], list[int]] = {}
    broken: list[Problem] = []
    scanner = _Scanner(tree)
    for begin in range(0, len(tree.files), AT_ONCE):
        files = tree.files[begin : begin + AT_ONCE]
        above = [beyond_top(file) for file in files]
        broken += filter(None, above)
        sound = [file for file, problem in zip(files, above, strict=True) if problem is None]
        for found in scanner.scan(sound):
            if isinstance(found, Problem):
                broken.append(found)
            else:
                key = (found.importer.name, found.imported.name)
                lines.setdefault(key, []).append(found.line_number)
        advanced(min(begin + AT_ONCE, len(tree.files)), len(tree.files))
    return Imports(lines, tuple(broken))


class _Scanner:
    """grimp's scanner over files of ours."""

    def __init__(self, tree: SourceTree) -> None:
        self._packages = {
            FoundPackage(top, f"{tree.base}/{top}", frozenset(map(_module_file, files)))
            for top, files in groupby(sorted(tree.files, key=attrgetter("module")), _top)
        }

    def scan(self, files: Sequence[SourceFile]) -> Iterator[DirectImport | Problem]:
        """The imports of these files, and a problem for each that cannot be parsed."""
        try:
            found = scan_imports(
                [_module_file(file) for file in files],
                found_packages=self._packages,
                include_external_packages=False,
                exclude_type_checking_imports=False,
            )
        except (GrimpException, UnicodeError, OSError) as error:
            yield from self._halved(files, error)
        else:
            for imports in found.values():
                yield from imports

    def _halved(
        self, files: Sequence[SourceFile], error: Exception
    ) -> Iterator[DirectImport | Problem]:
        """Look for the broken file in either half."""
        if len(files) == 1:
            yield _broken(files[0], error)
            return
        middle = len(files) // 2
        yield from self.scan(files[:middle])
        yield from self.scan(files[middle:])


def _broken(file: SourceFile, error: Exception) -> Problem:
    """Where Python finds the error; where it finds none, the line that the scanner names."""
    found = parsed(file)
    if isinstance(found, Problem):
        return found
    line = (error.lineno or 0) if isinstance(error, SourceSyntaxError) else 0
    return Problem(file.path, line, 1 if line else 0, "python-syntax")


def _top(file: SourceFile) -> str:
    return file.module.partition(".")[0]


def _module_file(file: SourceFile) -> ModuleFile:
    return ModuleFile(Module(file.module), 0.0)
