"""The learner's choices: what there is to choose, and one of them made otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass

from decomposer.documents import DocumentError, Problem, parse_yaml, read_text, read_yaml
from decomposer.documents.validation import nearest
from exercises.answer import section_of, splice_section
from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.blueprint.choosing import with_choice
from generators.blueprint.options import Option, options
from generators.blueprint.places import position
from generators.choices import Changed, FailureModes, changes, failure_mode_changes
from workbench.usecases.files import save
from workbench.usecases.partitions import completed
from workbench.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Choosable:
    """Something to choose, as the blueprint has it."""

    option: Option
    line: int
    """Where it is said; 0: it is left to a default."""

    @property
    def is_shared(self) -> bool:
        """Whether the whole shop shares it: it is no one service's, edge's or route's."""
        return self.option.place.count(".") == 1


@dataclass(frozen=True, slots=True)
class Choice:
    """What a choice changes in the blueprint, and what can go wrong because of it."""

    changed: tuple[Changed, ...]
    modes: FailureModes


def choosable(workspace: Workspace) -> tuple[Choosable, ...]:
    """Everything that is one of a few values; what the whole shop shares comes first.

    Raises:
        DocumentError: the blueprint cannot be used.
    """
    source = read_yaml(workspace.blueprint)
    whole = completed(parse_blueprint(source.text, source.file))
    found = (
        Choosable(option, (position(source, option.place) or (0, 0))[0])
        for option in options(whole)
    )
    return tuple(sorted(found, key=lambda one: not one.is_shared))


def one_choosable(workspace: Workspace, place: str) -> Choosable:
    """What is to be chosen at a place.

    Raises:
        DocumentError: nothing is, or the blueprint cannot be used.
    """
    found = {one.option.place: one for one in choosable(workspace)}
    if place not in found:
        raise _nothing_to_choose(str(workspace.blueprint), place, found)
    return found[place]


def choose(workspace: Workspace, place: str, value: str, *, only_tell: bool = False) -> Choice:
    """Write a choice into the blueprint, or only tell what it would mean.

    Everything else in the file stays; a section that the course has not reached yet is written
    whole, with the course's defaults.

    Raises:
        DocumentError: there is nothing to choose at that place, or the blueprint contradicts the
            choice; nothing is written.
    """
    file, text = str(workspace.blueprint), read_text(workspace.blueprint)
    before = completed(parse_blueprint(text, file))
    known = [option.place for option in options(before)]
    if place not in known:
        raise _nothing_to_choose(file, place, known)
    text = _with_section(text, place.split(".", maxsplit=1)[0], before)
    text = with_choice(parse_yaml(text, file), place, value)
    after = completed(parse_blueprint(text, file))
    if not only_tell:
        save(workspace.blueprint, text)
    return Choice(changes(before, after), failure_mode_changes(before, after))


def _nothing_to_choose(file: str, place: str, known: Iterable[str]) -> DocumentError:
    places = tuple(known)
    shared = tuple(each for each in places if each.count(".") == 1)
    return DocumentError(
        [Problem(file, 0, 0, "no-such-choice", place, shared, nearest(place, places))]
    )


def _with_section(text: str, name: str, whole: Blueprint) -> str:
    """The blueprint's text with a section: where the learner has none, as the course has it."""
    if section_of(text, name) is not None:
        return text
    return splice_section(text, section_of(dump_blueprint(whole), name) or f"{name}: {{}}")
