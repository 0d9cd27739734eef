"""The learner's blueprint itself: judged, and checked by their editor as they type."""

import json
from pathlib import Path

from content.messages import Language
from decomposer.documents import read_text, read_yaml
from generators.blueprint import Judged, json_schema, judged, modeline
from workbench.usecases.files import save
from workbench.usecases.workspace import Workspace

SCHEMA = ".workbench/blueprint.schema.json"
"""In the learner's folder."""


def judged_blueprint(path: Path) -> Judged:
    """The blueprint, with what works and will hurt.

    Raises:
        DocumentError: with everything that is wrong with it.
    """
    return judged(read_yaml(path))


def schema_text(language: Language) -> str:
    """The JSON schema of `blueprint.yaml`; it describes its keys in this language."""
    return json.dumps(json_schema(language), indent=2, ensure_ascii=False) + "\n"


def publish_schema(workspace: Workspace, language: Language, text: str | None = None) -> Path:
    """Put the schema into the folder, and its place at the head of the blueprint.

    `text` is the blueprint where there is none yet.

    Raises:
        DocumentError: the blueprint cannot be read.
    """
    schema = workspace.root / SCHEMA
    save(schema, schema_text(language))
    line = modeline(SCHEMA)
    text = read_text(workspace.blueprint) if text is None else text
    if line not in text:
        save(workspace.blueprint, f"{line}{text}")
    return schema
