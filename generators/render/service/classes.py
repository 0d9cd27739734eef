"""Messages as classes, and schemas as annotations."""

import json
import re
from collections.abc import Collection
from typing import Any

from generators.render.service.contract import schemas
from generators.render.service.python_text import Imports, docstring, wrapped

Json = dict[str, Any]

NOTHING = "Nothing"
_SIMPLE = {"string": "str", "number": "float"}
_STRICT = {"integer": "StrictInt", "boolean": "StrictBool"}
"""A client that sends "1" for 1 has a defect, which should show at once."""


def class_name(name: str) -> str:
    """What a message is called: the last part of a name that is qualified to be told apart."""
    return name.rpartition(".")[2]


def classes(names: Collection[str], events: Collection[str], imports: Imports, package: str) -> str:
    """The definitions of these messages, in this order."""
    return "".join(_definition(name, events, imports, package) for name in names if name != NOTHING)


def annotation(schema: Json, imports: Imports) -> str:
    """The type of what a schema describes."""
    if target := schema.get("$ref"):
        return class_name(target.rpartition("/")[2])
    if choices := schema.get("anyOf"):
        kinds = [annotation(each, imports) for each in choices]
        return " | ".join(sorted(kinds, key=lambda kind: kind == "None"))
    if values := schema.get("enum"):
        imports.add("typing", "Literal")
        return f"Literal[{', '.join(json.dumps(value) for value in values)}]"
    return _plain(schema, imports)


def _plain(schema: Json, imports: Imports) -> str:
    kind = schema.get("type")
    if kind == "string" and schema.get("format") in _FORMATS:
        module, name = _FORMATS[schema["format"]]
        imports.add(module, name)
        return name
    if kind in _STRICT:
        imports.add("pydantic", _STRICT[kind])
        return _STRICT[kind]
    if kind == "array":
        return f"list[{annotation(schema.get('items', {}), imports)}]"
    if kind == "object":
        return f"dict[str, {annotation(schema.get('additionalProperties') or {}, imports)}]"
    if kind == "null":
        return "None"
    return _SIMPLE.get(str(kind), "object")


_FORMATS = {
    "uuid": ("uuid", "UUID"),
    "date-time": ("datetime", "datetime"),
    "date": ("datetime", "date"),
}


def snake(name: str) -> str:
    """`productId` as Python has it."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found[1].lower()}", name)


def _definition(name: str, events: Collection[str], imports: Imports, package: str) -> str:
    schema = schemas()[name]
    title = class_name(name)
    about = schema.get("description", title)
    if "enum" in schema:
        imports.add("typing", "Literal")
        values = [json.dumps(value) for value in schema["enum"]]
        return "\n\n" + wrapped(f"{title} = Literal[", values, "]") + f'\n"""{about}"""\n'
    closed = schema.get("additionalProperties") is False
    base = "Event" if name in events else "Command" if closed else "Message"
    imports.add(f"{package}.platform.messages", base)
    required = set(schema.get("required", ()))
    fields = "".join(
        _field(each, told, imports, required=each in required)
        for each, told in schema.get("properties", {}).items()
    )
    return f"\n\nclass {title}({base}):\n{docstring(about)}" + (f"\n{fields}" if fields else "")


def _field(name: str, schema: Json, imports: Imports, *, required: bool) -> str:
    kind = annotation(schema, imports)
    line = f"    {snake(name)}: {kind}"
    if required:
        return f"{line}\n"
    default = schema.get("default")
    if isinstance(default, list | dict):
        imports.add("pydantic", "Field")
        return f"{line} = Field(default_factory={type(default).__name__})\n"
    return f"{line} = {_literal(default)}\n"


def _literal(value: object) -> str:
    """JSON's text, in the formatter's quotes; a default that is no JSON constant is Python's."""
    return json.dumps(value) if isinstance(value, str) else repr(value)
