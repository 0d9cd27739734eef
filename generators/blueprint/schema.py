"""The blueprint's JSON schema, for editors that complete and check YAML."""

from collections.abc import Mapping
from typing import Any

from generators.blueprint.descriptions import described_fields
from generators.blueprint.document import Blueprint
from generators.blueprint.dumping import SECTIONS

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Json:
    """The schema of `blueprint.yaml` (JSON Schema 2020-12), with a description of each key.

    It holds the shape of the document. What sections promise about each other no schema can say.
    """
    schema = Blueprint.model_json_schema(by_alias=True)
    described = described_fields(Blueprint)
    _describe(schema, SECTIONS)
    for name, part in schema["$defs"].items():
        _describe(part, described.get(name, {}))
    _close(schema)
    return {"$schema": DIALECT, **schema, "title": "blueprint.yaml"}


def modeline(path: str) -> str:
    """The line at the head of a YAML file that tells editors where its schema stands."""
    return f"# yaml-language-server: $schema={path}\n"


def _describe(part: Json, sentences: Mapping[str, str]) -> None:
    for key, sentence in sentences.items():
        if key in part.get("properties", {}):
            part["properties"][key]["description"] = sentence


def _close(part: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Refuse keys of the wrong form; and take out titles, which only repeat the key."""
    if isinstance(part, list):
        for item in part:
            _close(item)
    elif isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        if "patternProperties" in part:
            part["additionalProperties"] = False
        for value in part.values():
            _close(value)
