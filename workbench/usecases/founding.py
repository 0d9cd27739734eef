"""The learner's folder is made: `init`."""

import re
from pathlib import Path

from content.messages import Language
from workbench.usecases.blueprints import publish_schema
from workbench.usecases.partitions import services_only
from workbench.usecases.workspace import Workspace, WorkspaceError


def create_workspace(
    root: Path, *, force: bool = False, language: Language = Language.EN
) -> Workspace:
    """Make the learner's folder with a blueprint that holds the monolith, where the course starts.

    `language` is that in which their editor explains the blueprint's keys.

    Raises:
        WorkspaceError: there is a blueprint already, and `force` was not said.
    """
    workspace = Workspace(root)
    if workspace.blueprint.exists() and not force:
        raise WorkspaceError("exists", path=str(workspace.blueprint))
    if root.exists() and not root.is_dir():
        raise WorkspaceError("not-a-folder", path=str(root))
    text = services_only("monolith", name=blueprint_name(root))
    root.mkdir(parents=True, exist_ok=True)
    publish_schema(workspace, language, text)
    return workspace


def blueprint_name(root: Path) -> str:
    """A name for the blueprint, from the folder's: lower-case letters, digits and hyphens."""
    plain = re.sub(r"[^a-z0-9]+", "-", root.resolve().name.lower()).strip("-")
    return plain if plain[:1].isalpha() else f"shop-{plain}".rstrip("-")
