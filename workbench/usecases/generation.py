"""From the learner's blueprint to files in their folder."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generators.writing import (
    Change,
    FileChange,
    Made,
    Plan,
    Sides,
    Unchanged,
    Undone,
    plan,
    put_beside,
    remembered_comments,
    unchanged,
    undo,
    write,
)
from workbench.usecases.making import deciding
from workbench.usecases.workspace import Workspace

if TYPE_CHECKING:  # a run that changes nothing does without the blueprint's model
    from generators.blueprint import Blueprint
    from generators.checker import ManifestFinding
    from generators.render.reasons import Why

FOLDER = "generated"
MANIFESTS = ("kubernetes/", "mesh/")


@dataclass(frozen=True, slots=True)
class Request:
    """What to generate, and where to."""

    blueprint: Path
    out: Path
    kinds: tuple[str, ...] = ()
    """Empty: every kind."""
    sides: Sides = field(default_factory=Sides)
    """Which side is taken for files that were edited by hand."""
    comments: str | None = None
    """The language in which comments say why each block stands there; empty: no comments. Without
    a wish it stays as it was at the last run."""


def request(
    workspace: Workspace,
    kinds: Sequence[str] = (),
    out: Path | None = None,
    sides: Sides | None = None,
    comments: str | None = None,
) -> Request:
    """The learner's wish with the folder's defaults."""
    folder = out or workspace.root / FOLDER
    return Request(workspace.blueprint, folder, tuple(kinds), sides or Sides(), comments)


def whole_blueprint(path: Path) -> "Blueprint":
    """A blueprint with the course's defaults for what is not chosen yet.

    Raises:
        DocumentError: it cannot be used.
    """
    from generators.blueprint import load_blueprint

    return _whole(load_blueprint(path))


def _whole(blueprint: "Blueprint") -> "Blueprint":
    if not blueprint.absent:
        return blueprint
    from workbench.usecases.partitions import completed

    return completed(blueprint)


def planned(wish: Request) -> Plan:
    """What would change. Writes nothing.

    Raises:
        DocumentError: the blueprint cannot be used.
        GenerateError: the folder cannot be read, or a file would leave it.
    """
    from generators.render import render

    files = render(whole_blueprint(wish.blueprint), wish.kinds or None, _why(wish))
    return plan(files, wish.out, complete=not wish.kinds, sides=wish.sides)


def _why(wish: Request) -> "Why | None":
    """For whom comments are written, where there are to be any."""
    from content.messages import Language, messages
    from decomposer.documents import read_yaml
    from generators.render.reasons import Why

    language = _comments(wish)
    if not language:
        return None
    chosen = read_yaml(wish.blueprint).data
    return Why(messages(Language(language), "reasons"), chosen, wish.blueprint.name)


def _comments(wish: Request) -> str:
    return remembered_comments(wish.out) if wish.comments is None else wish.comments


def manifest_findings(result: Plan) -> "list[ManifestFinding]":
    """What does not work together among the manifests, hand edits included."""
    from generators.checker import check_manifests

    return check_manifests(manifests(result))


def manifests(result: Plan) -> dict[str, str]:
    """The manifests as they stand in the folder; those that are not written yet, as they would."""
    return {
        file.path: standing(file)
        for file in result.files
        if file.path.startswith(MANIFESTS) and file.path.endswith(".yaml")
    }


def standing(file: FileChange) -> str:
    """What stands on the disk, or would where there is no file yet."""
    return file.before if file.before is not None else file.after or ""


def decided_by(wish: Request, language: str) -> str:
    """The digest of all that decides a run's files and what it says, which is in `language`.

    To be taken before the blueprint is read: whoever edits it meanwhile gets a run of its own.
    """
    return deciding(wish.blueprint, _comments(wish), language)


def made_before(wish: Request, decided: str) -> Unchanged | None:
    """A run that would make what stands there, found without making it.

    None where something might come of it, or nobody can say.

    Raises:
        GenerateError: the folder cannot be read.
    """
    plain = not wish.kinds and wish.sides == Sides()
    return unchanged(wish.out, decided) if plain and decided else None


def generated(
    wish: Request, chosen: "Blueprint", said: Sequence[str] = (), decided: str = ""
) -> Plan:
    """Write the files of a blueprint; those in conflict stay unless a side is taken.

    `said` is what was told about it: a run that finds everything as it was `decided` tells it
    again.

    Raises:
        DocumentError: the blueprint cannot be cut so; nothing is written.
        GenerateError: the disk is full, or something is in the way.
    """
    from generators.blueprint import dump_blueprint
    from generators.render import render

    blueprint = _whole(chosen)
    result = write(
        render(blueprint, wish.kinds or None, _why(wish)),
        wish.out,
        complete=not wish.kinds,
        sides=wish.sides,
        blueprint="" if wish.kinds else dump_blueprint(blueprint),
        comments=_comments(wish),
        made=Made(decided, tuple(said), _seen_from(wish)) if decided else None,
    )
    _draw(blueprint, result, wish.out)
    return result


def _draw(blueprint: "Blueprint", result: Plan, out: Path) -> None:
    """The picture that only machines with Graphviz have, where it is missing or an old one."""
    from generators.render.diagram.png import PNG, png

    drawn = Path(PNG).with_suffix(".svg").as_posix()
    change = next((file.change for file in result.files if file.path == drawn), None)
    stands = (out / PNG).exists() and change is Change.UNCHANGED
    if change and not stands and (picture := png(blueprint)):
        put_beside(PNG, picture, out)


def _seen_from(wish: Request) -> str:
    """The blueprint's place as the output folder sees it: both may move together."""
    return Path(os.path.relpath(wish.blueprint.resolve(), wish.out.resolve())).as_posix()


def undone(wish: Request) -> Undone:
    """Put back what the last run replaced.

    Raises:
        GenerateError: there is no run to undo, or the files cannot be written.
    """
    return undo(wish.out)
