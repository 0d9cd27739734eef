"""`workbench decompose conformance`: the declared graph beside traces of the running system."""

from pathlib import Path

import click

from workbench.cli.advancing import advancing
from workbench.cli.decompose import graph_argument, graph_from
from workbench.cli.failure import Exit
from workbench.cli.lab_options import lab_option, running_lab, runtime_option
from workbench.cli.options import json_option
from workbench.cli.output import emit
from workbench.cli.words import all_words, help_for

WIDTH = 100


@click.command(help=help_for("decompose-conformance"))
@graph_argument
@click.option(
    "--traces",
    type=click.Path(path_type=Path, exists=True),
    help=help_for("decompose-conformance", "traces"),
)
@runtime_option
@lab_option
@json_option
@click.pass_context
def conformance(
    context: click.Context, graph: Path | None, traces: Path | None, name: str, *, as_json: bool
) -> None:
    """Say which couplings are declared and not seen, and seen and not declared."""
    from workbench.usecases.conformance import conformance_sentences, held_against

    source = traces or Path(running_lab(context, name).traces)
    with advancing(shown=not as_json) as advanced:
        held = held_against(graph_from(graph), source, all_words(), advanced, in_shop=graph is None)
    if as_json:
        emit(held)
    else:
        head, *others = conformance_sentences(held, all_words())
        click.echo(head)
        for sentence in others:
            click.echo(click.wrap_text(sentence, WIDTH, "  ", "    "))
        for line in held.skipped:
            click.echo(line, err=True)
    context.exit(Exit.HELD if held.found.holds else Exit.DID_NOT_HOLD)
