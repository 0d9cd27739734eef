"""Which of many kustomizations are built for themselves."""

from collections.abc import Iterable, Mapping

from generators.checker.kustomizing.kustomization import PATCHES, RESOURCES
from generators.checker.kustomizing.sources import Sources, within


def roots(sources: Sources) -> tuple[str, ...]:
    """The folders that no other kustomization uses; of a circle, its first."""
    uses = {folder: _used(sources, folder) for folder in sorted(set(sources.folders()))}
    parts = {folder for folder in uses if _is_component(sources, folder)}
    used = {path for folder, paths in uses.items() for path in paths - {folder}}
    starts = [folder for folder in uses if folder not in used | parts]
    reached = _reached(starts, uses)
    for folder in uses:
        if folder not in reached | parts:
            starts.append(folder)
            reached |= _reached([folder], uses)
    return tuple(starts)


def files_of_builds(sources: Sources) -> set[str]:
    """Kustomizations and the files they name as patches: none of them is an object."""
    found: set[str] = set()
    for folder in set(sources.folders()):
        path = sources.kustomization(folder) or ""
        found.add(path)
        documents, _ = sources.documents(path)
        for body in documents[:1]:
            for entry in (each for field in PATCHES for each in body.get(field).items()):
                named = entry.get("path").text(entry.text())
                found |= {within(folder, named)} if named and "\n" not in named else set()
    return found


def _used(sources: Sources, folder: str) -> set[str]:
    documents, _ = sources.documents(sources.kustomization(folder) or "")
    return {
        within(folder, at.text())
        for body in documents[:1]
        for field in (*RESOURCES, "components")
        for at in body.get(field).items()
    }


def _is_component(sources: Sources, folder: str) -> bool:
    documents, _ = sources.documents(sources.kustomization(folder) or "")
    return any(body.get("kind").text() == "Component" for body in documents[:1])


def _reached(starts: Iterable[str], uses: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        folder = waiting.pop()
        if folder not in reached:
            reached.add(folder)
            waiting.extend(uses.get(folder, ()))
    return reached
