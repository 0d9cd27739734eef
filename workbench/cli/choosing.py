"""`workbench blueprint choose`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.options import folder_option, json_option
from workbench.cli.output import emit, rows
from workbench.cli.words import all_words, help_for, words

if TYPE_CHECKING:
    from workbench.usecases.choosing import Choice, Choosable
    from workbench.usecases.workspace import Workspace


@click.command(help=help_for("blueprint-choose"))
@click.argument("place", required=False)
@click.argument("value", required=False)
@click.option("--all", "every", is_flag=True, help=help_for("blueprint-choose", "all"))
@click.option("--plan", "only_tell", is_flag=True, help=help_for("blueprint-choose", "plan"))
@folder_option
@json_option
def choose(
    place: str | None,
    value: str | None,
    folder: Path,
    *,
    every: bool,
    only_tell: bool,
    as_json: bool,
) -> None:
    """List what is to be chosen, tell about one choice, or make it."""
    from workbench.bootstrap import workbench_here

    workspace = workbench_here(folder).required_workspace()
    if place is None:
        _list(workspace, every=every, as_json=as_json)
    elif value is None:
        _tell(workspace, place, as_json=as_json)
    else:
        _make(workspace, place, value, only_tell=only_tell, as_json=as_json)


def _list(workspace: "Workspace", *, every: bool, as_json: bool) -> None:
    from workbench.usecases.choosing import choosable

    found = [one for one in choosable(workspace) if every or one.is_shared]
    if as_json:
        emit([_plain(one) for one in found])
        return
    rows((o.place, o.value, _others(one)) for one in found for o in (one.option,))
    if not every:
        click.echo(words().text("cli-choose-more"))


def _tell(workspace: "Workspace", place: str, *, as_json: bool) -> None:
    from workbench.usecases.choosing import one_choosable

    found = one_choosable(workspace, place)
    if as_json:
        emit(_plain(found))
        return
    click.echo(all_words().template(found.option.meaning))
    for value in found.option.among:
        click.echo(f"  {'●' if value == found.option.value else '○'} {value}")


def _make(
    workspace: "Workspace", place: str, value: str, *, only_tell: bool, as_json: bool
) -> None:
    from workbench.cli.switched import plain_modes, show_modes
    from workbench.usecases.choosing import choose as make

    made = make(workspace, place, value, only_tell=only_tell)
    if as_json:
        modes = plain_modes(made.modes)
        emit({"changed": made.changed, "failure_modes": modes, "written": not only_tell})
        return
    _say_changed(made)
    show_modes(made.modes)
    if made.changed:
        code = "cli-choose-told" if only_tell else "cli-choose-written"
        click.echo(words().text(code, path=workspace.blueprint))


def _say_changed(made: "Choice") -> None:
    if not made.changed:
        click.echo(words().text("cli-switch-none"))
    rows((one.path, f"{one.before or '—'} → {one.after or '—'}") for one in made.changed)


def _others(one: "Choosable") -> str:
    return ", ".join(value for value in one.option.among if value != one.option.value)


def _plain(one: "Choosable") -> dict[str, object]:
    option = one.option
    return {
        "place": option.place,
        "value": option.value,
        "among": option.among,
        "meaning": all_words().template(option.meaning),
        "line": one.line,
    }
