"""The lines of a blueprint that are behind what is wrong with generated manifests."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from decomposer.documents import DocumentError, Source, read_yaml
from generators.blueprint import parse_blueprint
from generators.checker import ManifestFinding
from generators.render import reasons, render
from generators.render.reasons import Choice, Origin, Origins
from generators.writing import MadeOf, Plan, remembered_origin
from workbench.usecases.explaining import origins
from workbench.usecases.generation import FOLDER, Request, standing, whole_blueprint
from workbench.usecases.workspace import find_workspace

_NOWHERE = Source("", "", {}, None)
"""Of a blueprint that is only remembered, nobody can open a line."""


@dataclass(frozen=True, slots=True)
class Blamed:
    """What is wrong with a manifest, and the choices that its line comes from."""

    finding: ManifestFinding
    choices: tuple[Choice, ...] = ()
    blueprint: str = ""
    """The file in which the choices stand; empty where it is gone."""


def blamed(findings: Iterable[ManifestFinding], result: Plan, wish: Request) -> list[Blamed]:
    """Each finding of a plan with the closest choices behind it; none where there are none.

    Raises:
        DocumentError: the blueprint cannot be used.
    """
    found = list(findings)
    if not found:
        return []
    known = origins(wish)
    texts = {file.path: standing(file) for file in result.files}
    return [
        Blamed(
            finding,
            _closest(known.of_line(finding.file, finding.line, texts[finding.file])),
            str(wish.blueprint),
        )
        for finding in found
    ]


def blamed_in(folder: Path, findings: Iterable[ManifestFinding]) -> list[Blamed]:
    """Each finding in a folder, with the choices behind it where the file was generated."""
    made: dict[Path, _Made | None] = {}
    return [_traced(folder, finding, made) for finding in findings]


@dataclass(frozen=True, slots=True)
class _Made:
    """A folder of generated files."""

    blueprint: str
    origins: Origins


def _traced(folder: Path, finding: ManifestFinding, made: dict[Path, _Made | None]) -> Blamed:
    file = (folder / finding.file).resolve()
    for out in file.parents:
        if out not in made:
            made[out] = _made(out)
        if known := made[out]:
            text = file.read_text("utf-8-sig", errors="replace")
            behind = known.origins.of_line(file.relative_to(out).as_posix(), finding.line, text)
            return Blamed(finding, _closest(behind), known.blueprint)
    return Blamed(finding)


def _made(out: Path) -> _Made | None:
    """What was generated there: of the blueprint as it stands, else of the one that is kept."""
    kept = remembered_origin(out)
    if kept is None:
        return None
    with suppress(DocumentError):
        if document := _document(out, kept):
            source, blueprint = read_yaml(document), whole_blueprint(document)
        else:
            source, blueprint = _NOWHERE, parse_blueprint(kept.blueprint, str(out))
        return _Made(source.file, Origins(source, render(blueprint), reasons(blueprint)))
    return None


def _document(out: Path, kept: MadeOf) -> Path | None:
    """The blueprint's file: where it was, or where the learner's folder begins."""
    there = out / kept.document if kept.document else None
    if there and there.is_file():
        return there.resolve()
    workspace = find_workspace(out)
    usual = workspace is not None and workspace.root / FOLDER == out
    return workspace.blueprint if workspace and usual else None


def _closest(behind: tuple[Origin, ...]) -> tuple[Choice, ...]:
    return next((origin.choices for origin in behind if origin.choices), ())
