"""Course files in YAML, read straight into frozen records."""

from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from content.errors import MalformedContentError
from content.messages import Language

R = TypeVar("R", bound="Record")


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a course file; a key it does not know is an error.

    Records are msgspec structs and not pydantic models because the course map is on the way to
    the first paint, and importing pydantic costs more than everything else on that way.
    """


class Bilingual(Record, frozen=True):
    """The same text in both languages of the course."""

    ru: str
    en: str

    def text(self, language: Language) -> str:
        """The text in `language`."""
        return self.ru if language is Language.RU else self.en


def read_record(file: Traversable, record: type[R]) -> R:
    """Read one YAML file.

    Raises:
        MalformedContentError: the file is not YAML or does not have the record's shape.
    """
    try:
        return msgspec.yaml.decode(file.read_bytes(), type=record)
    except msgspec.DecodeError as error:
        raise MalformedContentError(file.name, str(error)) from None
