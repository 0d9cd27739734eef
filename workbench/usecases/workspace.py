"""The learner's folder: found from where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
