"""The learner's folder: found from where they stand, made by `init`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from content.messages import Language

BLUEPRINT = "blueprint.yaml"


class WorkspaceError(Exception):
    """The learner's folder is missing or in the way. `code` is a message id: `workspace-<code>`."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params: Mapping[str, str] = params
        super().__init__(f"{code}: {params}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a blueprint."""

    root: Path

    @property
    def blueprint(self) -> Path:
        """The one document that the whole course extends."""
        return self.root / BLUEPRINT


def find_workspace(start: Path) -> Workspace | None:
    """The nearest folder with a blueprint, from `start` upwards."""
    for folder in (start, *start.parents):
        if (folder / BLUEPRINT).is_file():
            return Workspace(folder)
    return None


def require_workspace(start: Path) -> Workspace:
    """The learner's folder.

    Raises:
        WorkspaceError: there is none here or above.
    """
    found = find_workspace(start)
    if found is None:
        raise WorkspaceError("not-found", folder=str(start))
    return found


def create_workspace(
    root: Path, *, force: bool = False, language: Language = Language.EN
) -> Workspace:
    """Make the learner's folder with a blueprint that holds the monolith, where the course starts.

    `language` is that in which their editor explains the blueprint's keys.

    Raises:
        WorkspaceError: there is a blueprint already, and `force` was not said.
    """
    from workbench.usecases.blueprints import publish_schema
    from workbench.usecases.partitions import services_only

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
