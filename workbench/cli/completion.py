"""`workbench completion`."""

import click
from click.shell_completion import get_completion_class

from workbench.cli.words import help_for


@click.command(help=help_for("completion"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script to be sourced by the shell."""
    kind = get_completion_class(shell)
    root = context.find_root().command
    if kind is not None:
        click.echo(kind(root, {}, "workbench", "_WORKBENCH_COMPLETE").source())
