"""What is to be chosen in a blueprint, and among which values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args, get_origin

from decomposer.documents import Model
from generators.blueprint.communication import Communication
from generators.blueprint.deployment import Deployment
from generators.blueprint.document import Blueprint
from generators.blueprint.events import Events
from generators.blueprint.mesh import Mesh
from generators.blueprint.places import label


@dataclass(frozen=True, slots=True)
class Option:
    """A value that is one of a few."""

    place: str
    """As `generators.blueprint.places` reads it: `events.broker`."""
    value: str
    among: tuple[str, ...]
    meaning: str
    """The id of the sentence that says what it is about, in the catalogue of the schema."""

    def after(self, steps: int) -> str:
        """The value so many further on; after the last comes the first."""
        return self.among[(self.among.index(self.value) + steps) % len(self.among)]


_SECTIONS: Mapping[str, type[Model]] = {
    "communication": Communication,
    "events": Events,
    "deployment": Deployment,
    "mesh": Mesh,
}
"""Sections that mean something before anything is said in them."""


def options(blueprint: Blueprint) -> tuple[Option, ...]:
    """Everything that is one of a few values, in the order of the document.

    Of a section that the blueprint has not, what it would be to begin with.
    """
    begun = {name: _SECTIONS[name]() for name in blueprint.absent if name in _SECTIONS}
    return tuple(_of_model(blueprint.model_copy(update=begun), ""))


def _of_model(model: Model, place: str) -> Iterator[Option]:
    for name, field in type(model).model_fields.items():
        key, value = field.alias or name, getattr(model, name)
        here = f"{place}.{key}" if place else key
        if get_origin(field.annotation) is Literal:
            among = tuple(str(one) for one in get_args(field.annotation))
            if len(among) > 1:
                yield Option(here, str(value), among, f"schema-{type(model).__name__}-{key}")
        else:
            yield from _of_value(value, here)


def _of_value(value: object, place: str) -> Iterator[Option]:
    if isinstance(value, Model):
        yield from _of_model(value, place)
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from _of_value(held, f"{place}.{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, Model):
                known = label(item.model_dump(by_alias=True), index)
                yield from _of_model(item, f"{place}[{known}]")
