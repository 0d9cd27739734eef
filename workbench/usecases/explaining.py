"""Why a line stands in a generated file, and which lines of the blueprint made it so."""

import re
from dataclasses import dataclass

from content.messages import Messages
from decomposer.documents import read_yaml
from generators.errors import NoSuchFileError
from generators.render import reasons, render
from generators.render.reasons import Origin, Origins
from workbench.usecases.generation import Request, whole_blueprint

_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))?(?::\d+)?")


@dataclass(frozen=True, slots=True)
class Explained:
    """What was asked for, and the answer: of a line the closest reason first."""

    path: str
    line: int
    """0: the whole file."""
    origins: tuple[Origin, ...]


def origins(wish: Request) -> Origins:
    """Where the lines of every file come from.

    Raises:
        DocumentError: the blueprint cannot be used.
    """
    blueprint = whole_blueprint(wish.blueprint)
    kinds = wish.kinds or None
    return Origins(read_yaml(wish.blueprint), render(blueprint, kinds), reasons(blueprint, kinds))


def explained(wish: Request, place: str) -> Explained:
    """Why a file, or a line of it (`FILE:LINE`), is as it is; paths as for `Request.out`.

    Raises:
        DocumentError: the blueprint cannot be used.
        NoSuchFileError: no file of that name is generated.
    """
    known = origins(wish)
    path, line = _parted(place, wish)
    if path not in known.files:
        raise NoSuchFileError(path, known.files)
    if not line:
        return Explained(path, 0, known.of_file(path))
    file = wish.out / path
    text = file.read_text("utf-8", errors="replace") if file.is_file() else None
    return Explained(path, line, known.of_line(path, line, text))


def sentence(origin: Origin, words: Messages) -> str:
    """The reason in words."""
    return words.text(f"reason-{origin.mark.code}", **origin.mark.params)


def _parted(place: str, wish: Request) -> tuple[str, int]:
    """The file below the output folder, however it was named, and the line."""
    found = _PLACE.fullmatch(place)
    path, line = (found["path"], int(found["line"] or 0)) if found else (place, 0)
    for prefix in (f"{wish.out.as_posix()}/", f"{wish.out.name}/", "./"):
        path = path.removeprefix(prefix)
    return path, line
