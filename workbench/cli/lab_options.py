"""What the commands of `workbench lab` have in common: which lab, on which runtime."""

from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.words import help_for, words

if TYPE_CHECKING:
    from labs.runtime import LabStatus, Runtime


def _built(context: click.Context, option: click.Parameter, runtime: str) -> str:
    del context, option
    if runtime != "local":
        raise click.UsageError(words().text("cli-runtime-not-built", runtime=runtime))
    return runtime


runtime_option = click.option(
    "--runtime",
    type=click.Choice(["local", "docker", "kubernetes"]),
    default="local",
    callback=_built,
    expose_value=False,
    help=help_for("lab", "runtime"),
)
lab_option = click.option("--lab", "name", default="shop", help=help_for("lab", "name"))


def local_runtime() -> "Runtime":
    """Where labs run."""
    from workbench.bootstrap import workbench_here

    return workbench_here().runtime()


def running_lab(context: click.Context, name: str) -> "LabStatus":
    """The lab as it is now; where there is none, the command says so and ends."""
    status = local_runtime().status(name)
    if not status.up:
        click.echo(words().text("cli-lab-none", lab=name), err=True)
        context.exit(Exit.COULD_NOT_JUDGE)
    return status
