"""`workbench decompose flips` and `stability`: what other weights would make of the boundaries."""

import sys
from pathlib import Path

import click

from workbench.cli.decompose import graph_argument, graph_from
from workbench.cli.evidence import list_some
from workbench.cli.options import json_option
from workbench.cli.output import emit
from workbench.cli.words import all_words, help_for, words

SENTENCES = 100
"""About all modules, or all weights; `--json` has them all."""


@click.command(help=help_for("decompose-flips"))
@graph_argument
@click.option(
    "--boundary",
    nargs=2,
    metavar="A B",
    help=help_for("decompose-flips", "boundary"),
)
@json_option
def flips(graph: Path | None, boundary: tuple[str, str] | None, *, as_json: bool) -> None:
    """Say at which weights the best boundaries change."""
    from decomposer.criteria.grouping import listed
    from workbench.usecases.failures import KNOWN
    from workbench.usecases.weighing import UnknownSideError, flips_told

    try:
        told = flips_told(graph_from(graph), all_words(), boundary, _progress)
    except UnknownSideError as error:
        known = listed(error.known, KNOWN)
        message = words().text("cli-boundary-unknown", name=error.name, known=known)
        raise click.UsageError(message) from None
    if as_json:
        emit(told)
        return
    list_some(told.sentences, SENTENCES)
    if not told.sentences:
        click.echo(all_words().text("flips-none", highest=told.highest))
    elif told.steady and not boundary:
        names = ", ".join(told.steady)
        click.echo(all_words().text("flips-steady", highest=told.highest, names=names))
    if told.steps:
        click.echo(click.wrap_text(all_words().text("flips-steps", steps=told.steps), 100))
    else:
        click.echo(all_words().text("flips-proved" if told.proved else "flips-not-proved"))


@click.command(help=help_for("decompose-stability"))
@graph_argument
@json_option
def stability(graph: Path | None, *, as_json: bool) -> None:
    """Say what is best whatever the weights, and what wavers."""
    from workbench.usecases.weighing import stability_told

    told = stability_told(graph_from(graph), all_words(), _progress)
    if as_json:
        emit(told)
        return
    head = all_words().text("stability-head", mixtures=told.mixtures, cuts=told.cuts)
    click.echo(head)
    list_some(told.sentences, SENTENCES)
    click.echo(all_words().text("flips-proved" if told.proved else "flips-not-proved"))


def _progress(done: int, total: int) -> None:
    """A line that overwrites itself, where somebody watches."""
    if sys.stderr.isatty():
        end = "\r" if done < total else "\r\033[K"
        text = words().text("cli-weighing", done=done, total=total) if done < total else ""
        click.echo(f"{text}{end}", err=True, nl=False)
