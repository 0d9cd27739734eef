"""`workbench decompose cut`, and `propose` for more modules than pairs can be listed of."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.advancing import advancing
from workbench.cli.evidence import list_some
from workbench.cli.options import json_option
from workbench.cli.output import emit
from workbench.cli.proposed import figures_of, show_score, show_services, show_start
from workbench.cli.words import all_words, help_for, words

if TYPE_CHECKING:
    from decomposer.graph import MonolithGraph
    from workbench.usecases.large_cuts import LargeCut
    from workbench.usecases.partitions import Start

file_type = click.Path(path_type=Path, dir_okay=False)


@click.command(help=help_for("decompose-cut"))
@click.argument("file", type=file_type)
@click.option("--start", type=file_type, help=help_for("decompose-cut", "start"))
@click.option("--out", type=file_type, help=help_for("decompose-cut", "out"))
@click.option("--force", is_flag=True, help=help_for("force"))
@json_option
def cut(file: Path, start: Path | None, out: Path | None, *, force: bool, as_json: bool) -> None:
    """Find groups without a parameter, and say what they are worth."""
    from workbench.usecases.large_cuts import cut_edges

    with advancing(shown=not as_json) as advanced:
        figures = cut_edges(file, start, out, all_words(), advanced, force=force)
    if as_json:
        emit(figures)
        return
    _show(figures)
    if out:
        click.echo(words().text("cli-wrote", path=out))


def _show(figures: "LargeCut") -> None:
    say = words().text
    list_some(figures.gaps)
    if figures.skipped:
        click.echo(say("cli-import-skipped", n=len(figures.skipped)))
        list_some(figures.skipped)
    sizes = {"largest": figures.largest, "median": figures.median}
    click.echo(say("cli-cut", groups=figures.groups, **sizes))
    if figures.shorter:
        click.echo(say("cli-cut-shorter", percent=100 * figures.shorter))
    else:
        click.echo(say("cli-cut-chance"))
    if figures.resolution:
        click.echo(say("cli-cut-resolution", resolution=figures.resolution))
    if figures.moved is not None:
        click.echo(say("cli-cut-moved", nodes=figures.moved, of=figures.nodes))
    click.echo(say("cli-cut-seconds", read=figures.read_s, cut=figures.cut_s))


def propose_large(
    graph: "MonolithGraph",
    out: Path | None,
    start: "Start | None",
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Boundaries with the score that no others exceed."""
    from decomposer.propose.large import propose_large as best
    from workbench.usecases.boundaries import save_boundaries, score_figures

    with advancing(shown=not as_json) as advanced:
        found = best(graph, start=start.partition if start else None, advanced=advanced)
    if out:
        save_boundaries(found.partition, out, force=force)
    if as_json:
        more = {"shorter": found.shorter, "resolution": found.resolution}
        emit(figures_of(found, start, proved=False, **more))
        return
    show_services(found.partition)
    show_score(score_figures(found.score, all_words()))
    say = words().text
    if not found.shorter:
        click.echo(say("cli-cut-chance"))
    size = {"modules": len(graph.modules), "services": len(found.partition.services)}
    click.echo(say("cli-proposed-large", seconds=found.seconds, **size))
    click.echo(say("cli-bounded", bound=found.bound, gap=found.gap))
    show_start(start, found.partition)
