"""Which side the learner takes where a file was edited by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto
from fnmatch import fnmatchcase

from generators.errors import GenerateError, NoSuchFileError


class Side(Enum):
    """Whose text stands in the end."""

    MINE = auto()
    GENERATED = auto()


@dataclass(frozen=True, slots=True)
class Sides:
    """Files, or patterns as in `kubernetes/*`, by the side that was taken for them."""

    mine: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()

    def of(self, path: str) -> Side | None:
        """The side taken for a file; nothing where both are to be merged."""
        if any(fnmatchcase(path, pattern) for pattern in self.mine):
            return Side.MINE
        if any(fnmatchcase(path, pattern) for pattern in self.generated):
            return Side.GENERATED
        return None

    def check(self, paths: Collection[str]) -> None:
        """See that every pattern means a file, and no file is given to both sides.

        Raises:
            NoSuchFileError: a pattern matches nothing.
            GenerateError: a file is named for both.
        """
        for pattern in (*self.mine, *self.generated):
            if not any(fnmatchcase(path, pattern) for path in paths):
                raise NoSuchFileError(pattern, paths)
        for path in paths:
            if self.of(path) is Side.MINE and Sides(generated=self.generated).of(path):
                raise GenerateError("both-sides", path=path)
