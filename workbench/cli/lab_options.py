"""What the commands of `workbench lab` have in common: which lab, on which runtime."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

from workbench.cli.failure import Exit
from workbench.cli.words import all_words, help_for, words
from workbench.runtimes import LOCAL, RUNTIMES, LabChoices, running_elsewhere

if TYPE_CHECKING:
    from labs.runtime import LabStatus, Progress, Runtime


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


def runtime_chosen() -> str:
    """The name of the runtime that this command was given."""
    return str(click.get_current_context().meta[_CHOSEN])


def chosen_runtime(choices: LabChoices | None = None) -> "Runtime":
    """Where the lab of this command runs."""
    from workbench.bootstrap import workbench_here

    return workbench_here().runtime(runtime_chosen(), choices)


def progress_line(progress: "Progress") -> str:
    """One step of a lab that comes up."""
    state = all_words().text(f"part-state-{progress.state}")
    return f"  {words().text('cli-elapsed', seconds=progress.elapsed_s)}  {progress.part}  {state}"


def no_lab(name: str) -> str:
    """That none of that name runs where the command looked; where one does, or how to start one."""
    here = runtime_chosen()
    if elsewhere := running_elsewhere(name, here):
        return words().text("cli-lab-elsewhere", lab=name, here=here, runtime=elsewhere[0])
    command = "workbench lab up" if here == LOCAL else f"workbench lab up --runtime {here}"
    return words().text("cli-lab-none", lab=name, command=command)


def running_lab(context: click.Context, name: str) -> "LabStatus":
    """The lab as it is now; where there is none, the command says so and ends."""
    status = chosen_runtime().status(name)
    if not status.up:
        _end_without(context, name)
    return status


@contextmanager
def acting_on(context: click.Context, name: str) -> Iterator["Runtime"]:
    """The runtime, for something that is done to a lab; where there is none, the command ends."""
    from labs.supervising.errors import NoSuchLabError

    try:
        yield chosen_runtime()
    except NoSuchLabError:
        _end_without(context, name)


def _end_without(context: click.Context, name: str) -> NoReturn:
    click.echo(no_lab(name), err=True)
    context.exit(Exit.COULD_NOT_JUDGE)
