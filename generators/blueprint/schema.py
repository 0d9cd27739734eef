"""The blueprint's JSON schema, for editors that complete and check YAML."""

from typing import Any

from generators.blueprint.document import Blueprint


def json_schema() -> dict[str, Any]:
    """The schema of `blueprint.yaml` (JSON Schema 2020-12)."""
    schema = Blueprint.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
