"""`workbench start`, `hint`, `solution`, `reset`."""

from pathlib import Path

import click

from workbench.cli.options import exercise_argument, folder_option, json_option
from workbench.cli.output import emit
from workbench.cli.words import help_for, words
from workbench.language import chosen_language


@click.command(help=help_for("start"))
@exercise_argument
@folder_option
@json_option
def start(exercise: str, folder: Path, *, as_json: bool) -> None:
    """Put into the folder what the learner will edit."""
    from workbench.bootstrap import workbench_here

    here = workbench_here(folder)
    written = here.exercises.start(exercise)
    strangers = here.exercises.strangers()
    state = here.exercises.exercise(exercise, chosen_language())
    if as_json:
        told = {"exercise": exercise, "written": written, "files": state.files}
        emit(told | {"services_missing": strangers})
        return
    click.echo(state.task)
    for path in written:
        click.echo(words().text("cli-start-wrote", path=path))
    if not written:
        click.echo(words().text("cli-start-nothing"))
    if strangers:
        click.echo(words().text("cli-start-strangers", names=", ".join(strangers)))
    click.echo(words().text("cli-start-next", exercise=exercise))


@click.command(help=help_for("hint"))
@exercise_argument
@json_option
def hint(exercise: str, *, as_json: bool) -> None:
    """Show the next hint."""
    from workbench.bootstrap import workbench_here

    here = workbench_here()
    text = here.exercises.hint(exercise, chosen_language())
    state = here.exercises.exercise(exercise, chosen_language())
    if as_json:
        emit({"hint": text, "shown": len(state.hints), "of": state.hints_total})
        return
    click.echo(text)
    click.echo(words().text("cli-hints-shown", n=len(state.hints), of=state.hints_total))


@click.command(help=help_for("solution"))
@exercise_argument
@click.option("--yes", is_flag=True, help=help_for("solution", "yes"))
@json_option
def solution(exercise: str, *, yes: bool, as_json: bool) -> None:
    """Show the reference solution."""
    from workbench.bootstrap import workbench_here

    if not (yes or as_json):
        click.confirm(words().text("cli-solution-sure"), abort=True)
    files = workbench_here().exercises.solution(exercise)
    if as_json:
        emit(files)
        return
    for file in files:
        click.echo(f"# {file.path}\n{file.text}")


@click.command(help=help_for("reset"))
@exercise_argument
@folder_option
@json_option
def reset(exercise: str, folder: Path, *, as_json: bool) -> None:
    """Put the starter back and keep a backup."""
    from workbench.bootstrap import workbench_here

    backup = workbench_here(folder).exercises.reset(exercise)
    if as_json:
        emit({"exercise": exercise, "backup": backup})
        return
    key = "cli-reset-done" if backup else "cli-reset-fresh"
    click.echo(words().text(key, backup=backup))
