"""`workbench lesson`."""

import sys

import click

from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.words import help_for, words
from workbench.language import chosen_language
from workbench.ports.course import Overview


@click.command(help=help_for("lesson"))
@click.argument("lesson_id", metavar="[ID]", required=False)
@click.option("--list", "as_list", is_flag=True, help=help_for("lesson", "list"))
@json_option
def lesson(lesson_id: str | None, *, as_list: bool, as_json: bool) -> None:
    """Print a lesson, or the list of lessons."""
    from workbench.bootstrap import workbench_here

    here = workbench_here()
    if lesson_id is None or as_list:
        _list(here.course.overview(chosen_language()), as_json=as_json)
        return
    found = here.lessons.lesson(lesson_id, chosen_language())
    here.lessons.mark_read(lesson_id)
    if as_json:
        emit(found)
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console(width=min(Console().width, 100)).print(Markdown(found.text))
    else:
        click.echo(found.text)


def _list(overview: Overview, *, as_json: bool) -> None:
    lessons = [item for item in overview.items if item.kind == "lesson"]
    if as_json:
        emit(lessons)
        return
    rows(
        (
            words().text(f"cli-mark-{item.standing}"),
            item.id,
            item.title,
            words().text("cli-minutes", minutes=item.minutes),
        )
        for item in lessons
    )
