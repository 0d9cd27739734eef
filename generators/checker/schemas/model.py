"""Schemas in a short form: kinds, and types as fields with what each may hold.

A field's name ends with `!` where it is required. What it holds is one of

    s  text        i  whole number     b  truth value      n  number
    p  number or text (a port)         q  quantity         x  anything
    =A|B  one of these texts           [R  a list of R     {R  a mapping to R
    Name  a type, of the same file or of the core

`core.json` is made of the Kubernetes API's own schemas by `python -m tests.schemas.core`;
`istio.json` and `gateway.json` are kept by hand.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec

_FILES = {
    "networking.istio.io": "istio",
    "security.istio.io": "istio",
    "telemetry.istio.io": "istio",
    "gateway.networking.k8s.io": "gateway",
}
"""By API group; every other group is looked for among the core."""
_CORE = "core"


class Type(msgspec.Struct, frozen=True):
    """A mapping with known fields."""

    fields: Mapping[str, str]
    required: tuple[str, ...]


class Schema(msgspec.Struct, frozen=True):
    """The kinds of one family."""

    kinds: Mapping[str, str]
    types: Mapping[str, Type]


def schema_of(api: str, kind: str) -> tuple[Schema, str] | None:
    """The family that a kind belongs to, and its type; none where we know no schema of it."""
    group = api.rpartition("/")[0]
    schema = _schema(_FILES.get(group, _CORE))
    name = schema.kinds.get(f"{api} {kind}")
    return (schema, name) if name else None


def kinds_beside(api: str) -> frozenset[str]:
    """Every `apiVersion kind` of the core, where this version is of it; else none.

    Of a core version we know all kinds; other groups have some that we leave out.
    """
    kinds = _schema(_CORE).kinds
    return frozenset(kinds) if any(each.startswith(f"{api} ") for each in kinds) else frozenset()


class _File(msgspec.Struct, frozen=True):
    kinds: dict[str, str]
    types: dict[str, dict[str, str]]


@cache
def _schema(name: str) -> Schema:
    text = (resources.files(__package__) / f"{name}.json").read_bytes()
    file = msgspec.json.decode(text, type=_File)
    own = {key: _type(fields) for key, fields in file.types.items()}
    shared = {} if name == _CORE else _schema(_CORE).types
    return Schema(file.kinds, {**shared, **own})


def _type(fields: Mapping[str, str]) -> Type:
    required = tuple(field[:-1] for field in fields if field.endswith("!"))
    return Type({field.removesuffix("!"): held for field, held in fields.items()}, required)
