"""Checking a folder of manifests, ours or anybody's."""

from pathlib import Path

from generators.checker import ManifestFinding, check_manifests
from workbench.usecases.workspace import WorkspaceError

PATTERNS = ("*.yaml", "*.yml", "*.json")
_OBJECT = '"apiVersion"'


def check_folder(folder: Path) -> list[ManifestFinding]:
    """Check every manifest below `folder` against all others.

    Raises:
        WorkspaceError: the folder holds no manifests.
    """
    found = sorted({path for pattern in PATTERNS for path in folder.rglob(pattern)})
    files = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8-sig", errors="replace")
        for path in found
        if path.is_file()
    }
    files = {name: text for name, text in files.items() if _is_meant(name, text)}
    if not files:
        raise WorkspaceError("no-manifests", folder=str(folder))

    def beside(name: str) -> str | None:
        path = folder / name
        return path.read_text("utf-8-sig", errors="replace") if path.is_file() else None

    return check_manifests(files, beside)


def _is_meant(name: str, text: str) -> bool:
    """Whether a file is a manifest: a folder's JSON may be anything."""
    return not name.endswith(".json") or _OBJECT in text
