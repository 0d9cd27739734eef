"""Names that must lead somewhere."""

from collections.abc import Iterable, Iterator

from decomposer.documents import Violation
from decomposer.documents.problem import Path
from generators.blueprint.document import Blueprint


def service_unknown(
    bp: Blueprint, name: str, at: Path, *, on_key: bool = False
) -> Iterator[Violation]:
    """Report a name that is no service of the blueprint; `on_key` where the name is the key."""
    if name not in bp.services:
        yield Violation("service-unknown", at, name, tuple(bp.services), on_key=on_key)


def services_unknown(bp: Blueprint, names: Iterable[str], at: Path) -> Iterator[Violation]:
    """Report each name of a list that is no service."""
    for index, name in enumerate(names):
        yield from service_unknown(bp, name, (*at, index))


def keys_unknown(bp: Blueprint, names: Iterable[str], at: Path) -> Iterator[Violation]:
    """Report each key of a mapping by service that is no service."""
    for name in names:
        yield from service_unknown(bp, name, (*at, name), on_key=True)
