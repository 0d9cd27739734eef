"""`workbench init`."""

from pathlib import Path

import click

from workbench.cli.options import json_option
from workbench.cli.output import emit
from workbench.cli.words import help_for, words


@click.command(help=help_for("init"))
@click.argument("folder", type=click.Path(path_type=Path), default="my-shop")
@click.option("--force", is_flag=True, help=help_for("force"))
@json_option
def init(folder: Path, *, force: bool, as_json: bool) -> None:
    """Make the learner's folder."""
    from workbench.language import chosen_language
    from workbench.usecases.founding import create_workspace

    workspace = create_workspace(folder, force=force, language=chosen_language())
    if as_json:
        emit({"folder": workspace.root, "blueprint": workspace.blueprint})
        return
    go = "" if folder.resolve() == Path.cwd() else f"  cd {folder}\n"
    click.echo(words().text("cli-init-done", path=workspace.blueprint, go=go))
