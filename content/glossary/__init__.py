"""The words of the field, as this course uses them."""

from functools import cache
from importlib import resources

from content.records import Bilingual, Record, read_record


class Term(Record, frozen=True):
    """A word and what it means here."""

    id: str
    name: Bilingual
    meaning: Bilingual
    chapters: tuple[str, ...]
    """Where it is taught, the main place first."""


class Glossary(Record, frozen=True):
    """Every term, sorted by id."""

    terms: tuple[Term, ...]


@cache
def load_glossary() -> Glossary:
    """The glossary.

    Raises:
        MalformedContentError: `terms.yaml` is broken.
    """
    return read_record(resources.files(__package__) / "terms.yaml", Glossary)
