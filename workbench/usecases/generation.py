"""From the learner's blueprint to files in their folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generators.blueprint import load_blueprint
from generators.plan import Plan, plan
from generators.render import render
from generators.write import write
from workbench.usecases.partitions import completed
from workbench.usecases.workspace import Workspace

FOLDER = "generated"


@dataclass(frozen=True, slots=True)
class Request:
    """What to generate, and where to."""

    blueprint: Path
    out: Path
    kinds: tuple[str, ...] = ()
    """Empty: every kind."""


def request(workspace: Workspace, kinds: Sequence[str] = (), out: Path | None = None) -> Request:
    """The learner's wish with the folder's defaults."""
    return Request(workspace.blueprint, out or workspace.root / FOLDER, tuple(kinds))


def planned(wish: Request) -> Plan:
    """What would change. Writes nothing.

    Raises:
        DocumentError: the blueprint cannot be used.
    """
    return plan(_files(wish), wish.out, complete=not wish.kinds)


def generated(wish: Request, *, force: bool) -> Plan:
    """Write the files; those edited by hand stay unless `force`.

    Raises:
        DocumentError: the blueprint cannot be used; nothing is written.
        GenerateError: the disk is full, or something is in the way.
    """
    return write(_files(wish), wish.out, force=force, complete=not wish.kinds)


def _files(wish: Request) -> dict[str, str]:
    return render(completed(load_blueprint(wish.blueprint)), wish.kinds or None)
