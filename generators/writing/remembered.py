"""What is known of a folder's last run without reading all of it.

What is wrong with the record is said where the whole is needed: here it counts as forgotten.
"""

import zlib
from pathlib import Path
from typing import TypeVar

import msgspec

from generators.writing.record import RECORD, Made


class _Comments(msgspec.Struct):
    comments: str = ""


class _Origin(msgspec.Struct):
    blueprint: str = ""
    made: Made | None = None


class MadeOf(msgspec.Struct, frozen=True):
    """What the files of a folder were made of."""

    blueprint: str
    """As text, with the defaults written out; empty where nobody said."""
    document: str
    """Its file, as seen from the folder; empty where that is not known."""


def remembered_comments(out: Path) -> str:
    """The language of the comments in the files of the last run; empty where they have none."""
    found = _part(out, _Comments)
    return found.comments if found else ""


def remembered_origin(out: Path) -> MadeOf | None:
    """What the files of the last run were made of; nothing where none has ended there."""
    found = _part(out, _Origin)
    return MadeOf(found.blueprint, found.made.document if found.made else "") if found else None


Part = TypeVar("Part", _Comments, _Origin)


def _part(out: Path, kind: type[Part]) -> Part | None:
    try:
        return msgspec.json.decode(zlib.decompress((out / RECORD).read_bytes()), type=kind)
    except (OSError, zlib.error, msgspec.MsgspecError, UnicodeDecodeError):
        return None
