"""`workbench check`."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.lab_options import progress_line, runtime_chosen, runtime_option
from workbench.cli.options import exercise_argument, folder_option, json_option
from workbench.cli.output import emit
from workbench.cli.units import seconds
from workbench.cli.words import all_words, help_for, words
from workbench.runtimes import LOCAL

if TYPE_CHECKING:
    from exercises.model import Verdict
    from labs.runtime import Progress
    from workbench.bootstrap import Workbench

POLL_S = 0.5
"""How often `--watch` looks at the files: polling also works on network file systems."""


@click.command(help=help_for("check"))
@exercise_argument
@click.option("--watch", is_flag=True, help=help_for("check", "watch"))
@runtime_option
@folder_option
@json_option
@click.pass_context
def check(
    context: click.Context, exercise: str, folder: Path, *, watch: bool, as_json: bool
) -> None:
    """Grade one exercise, or all of them."""
    from workbench.bootstrap import workbench_here

    here = workbench_here(folder)
    if watch:
        _watch(here, exercise)
        return
    verdicts = _verdicts(here, exercise)
    if as_json:
        emit(verdicts if exercise == "all" else verdicts[0])
    else:
        for verdict in verdicts:
            show(verdict)
    context.exit(exit_code(verdicts))


def exit_code(verdicts: "list[Verdict]") -> Exit:
    """0 all passed, 1 one did not, 3 one could not be judged."""
    states = {verdict.status.value for verdict in verdicts}
    if "could not judge" in states:
        return Exit.COULD_NOT_JUDGE
    return Exit.HELD if states <= {"passed"} else Exit.DID_NOT_HOLD


def show(verdict: "Verdict") -> None:
    """Print a verdict for people."""
    from workbench.usecases.verdicts import judgement

    told = judgement(verdict, all_words())
    status = words().text(f"cli-status-{told.status.replace(' ', '-')}")
    click.echo(f"{verdict.exercise}: {status} ({seconds(told.seconds)})")
    click.echo()
    for remark in told.remarks:
        click.echo(f"  ✘ {remark.where + ': ' if remark.where else ''}{remark.text}")
        for line in remark.evidence.splitlines():
            click.echo(f"      {line}")
        if remark.continued:
            continue
        if remark.why:
            click.echo(f"    {remark.why}")
        if remark.read:
            click.echo("    " + words().text("cli-read", place=remark.read))
        click.echo()
    for held in told.held:
        click.echo(f"  ✔ {held}")
    for name, value in told.measured:
        click.echo(f"    {name} = {value}")


def _verdicts(here: "Workbench", exercise: str) -> "list[Verdict]":
    from workbench.usecases.exercises import exercise_ids

    if exercise != "all":
        return [_verdict(here, exercise)]
    started = [
        i for i in exercise_ids() if here.exercises.exercise(i, all_words().language).started
    ]
    if not started:
        raise click.UsageError(words().text("cli-check-none-started"))
    return [_verdict(here, i) for i in started]


def _verdict(here: "Workbench", exercise: str) -> "Verdict":
    wanted = runtime_chosen()
    on = here.exercises.runs_on(exercise, wanted)
    if on and on != wanted:
        click.echo(words().text("cli-check-without-lab", exercise=exercise), err=True)
    return here.exercises.verdict(exercise, wanted, _told if on != LOCAL else lambda _: None)


def _told(progress: "Progress") -> None:
    """A lab that comes up: what has to fetch and build images may take minutes."""
    click.echo(progress_line(progress), err=True)


def _watch(here: "Workbench", exercise: str) -> None:
    seen: object = None
    while True:
        now = here.exercises.fingerprint(exercise)
        if now != seen:
            seen = now
            click.clear()
            show(_verdict(here, exercise))
            click.echo("\n" + words().text("cli-watching"))
        time.sleep(POLL_S)
