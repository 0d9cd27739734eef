"""The blueprint's JSON schema, for editors that complete and check YAML."""

from typing import Any

from content.messages import Language, Messages, messages
from generators.blueprint.document import Blueprint

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(language: Language = Language.EN) -> Json:
    """The schema of `blueprint.yaml` (JSON Schema 2020-12), with a description of each key.

    It holds the shape of the document. What sections promise about each other no schema can say.
    """
    words = messages(language, "schema")
    schema = Blueprint.model_json_schema(by_alias=True)
    _describe(schema, Blueprint.__name__, words)
    for name, part in schema["$defs"].items():
        _describe(part, name, words)
    _close(schema)
    return {"$schema": DIALECT, **schema, "title": "blueprint.yaml"}


def modeline(path: str) -> str:
    """The line at the head of a YAML file that tells editors where its schema stands."""
    return f"# yaml-language-server: $schema={path}\n"


def _describe(part: Json, name: str, words: Messages) -> None:
    part["description"] = words.template(f"schema-{name}")
    for key, held in part["properties"].items():
        held["description"] = words.template(f"schema-{name}-{key}")


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
