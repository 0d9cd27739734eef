"""From JSON schemas to the short form that the checker reads."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
SCALARS = {"string": "s", "integer": "i", "boolean": "b", "number": "n"}


def short(schema: Json) -> str | None:
    """The short form of a schema that is no mapping with known fields."""
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return "p"
    kind = schema.get("type")
    kind = next((each for each in kind if each != "null"), None) if isinstance(kind, list) else kind
    if kind == "string" and schema.get("enum"):
        return "=" + "|".join(each for each in schema["enum"] if each)
    return SCALARS.get(kind or "")


def names_of(kind: Mapping[str, str]) -> Iterator[str]:
    """`group/version Kind`, or `version Kind` in the core group."""
    group = f"{kind['group']}/" if kind["group"] else ""
    yield f"{group}{kind['version']} {kind['kind']}"
