"""What the commands of `workbench lab` have in common: which lab, on which runtime."""

from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.words import help_for, words
from workbench.runtimes import LOCAL, RUNTIMES, LabChoices

if TYPE_CHECKING:
    from labs.runtime import LabStatus, Runtime


_CHOSEN = "workbench.cli.runtime"
"""Where click's context keeps the name of the runtime: most commands only pass it on."""


def _remember(context: click.Context, option: click.Parameter, runtime: str) -> None:
    del option
    context.meta[_CHOSEN] = runtime


runtime_option = click.option(
    "--runtime",
    type=click.Choice(tuple(RUNTIMES)),
    default=LOCAL,
    callback=_remember,
    expose_value=False,
    help=help_for("lab", "runtime"),
)
lab_option = click.option("--lab", "name", default="shop", help=help_for("lab", "name"))


def chosen_runtime(choices: LabChoices | None = None) -> "Runtime":
    """Where the lab of this command runs."""
    from workbench.bootstrap import workbench_here

    return workbench_here().runtime(click.get_current_context().meta[_CHOSEN], choices)


def running_lab(context: click.Context, name: str) -> "LabStatus":
    """The lab as it is now; where there is none, the command says so and ends."""
    status = chosen_runtime().status(name)
    if not status.up:
        click.echo(words().text("cli-lab-none", lab=name), err=True)
        context.exit(Exit.COULD_NOT_JUDGE)
    return status
