"""Checking a folder of manifests, ours or anybody's."""

from pathlib import Path

from generators.checker import ManifestFinding, check_manifests
from workbench.usecases.workspace import WorkspaceError

PATTERNS = ("*.yaml", "*.yml")


def check_folder(folder: Path) -> list[ManifestFinding]:
    """Check every manifest below `folder` against all others.

    Raises:
        WorkspaceError: the folder is missing or holds no manifests.
    """
    found = sorted({path for pattern in PATTERNS for path in folder.rglob(pattern)})
    files = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", errors="replace")
        for path in found
        if path.is_file()
    }
    if not files:
        raise WorkspaceError("no-manifests", folder=str(folder))
    return check_manifests(files)
