"""`workbench check-manifests`."""

from pathlib import Path

import click

from workbench.cli.failure import Exit
from workbench.cli.options import json_option
from workbench.cli.output import emit
from workbench.cli.words import all_words, help_for, words


@click.command(help=help_for("check-manifests"))
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@click.pass_context
def check_manifests(context: click.Context, folder: Path, *, as_json: bool) -> None:
    """Find what validators of single files miss."""
    from workbench.usecases.manifests import check_folder

    found = check_folder(folder)
    if as_json:
        emit(found)
    else:
        for finding in found:
            told = all_words().text(f"manifest-{finding.code}", **finding.params)
            click.echo(f"{folder / finding.file}:{finding.line}: {told}")
        click.echo(words().text("cli-manifests", n=len(found)))
    context.exit(Exit.DID_NOT_HOLD if found else Exit.HELD)
