"""How often the code says something, and where first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from decomposer.importers.python.files import SourceTree
from decomposer.knowledge import Places

MOST = 5
"""Places of one coupling that are kept; a graph of a large code base stays readable so."""


class Paths:
    """The files of modules, as they are called below the folder that was read."""

    def __init__(self, tree: SourceTree) -> None:
        skip = len(tree.base) + 1
        self._paths = {file.module: file.path[skip:].replace("\\", "/") for file in tree.files}

    def at(self, module: str, line: int) -> str:
        """`file:line`."""
        return f"{self._paths[module]}:{line}"


@dataclass(slots=True)
class Said:
    """One coupling, on its way."""

    count: int = 0
    _places: list[str] = field(default_factory=list)

    def add(self, paths: Paths, module: str, lines: Iterable[int], count: int) -> None:
        """That a module says it in these lines, so many times."""
        self.count += count
        for line in lines:
            if len(self._places) == MOST:
                return
            self._places.append(paths.at(module, line))

    @property
    def places(self) -> Places:
        """The first few, each once."""
        return tuple(dict.fromkeys(self._places))
