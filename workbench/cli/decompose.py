"""`workbench decompose`: propose, score, explain, draw, adopt."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.advancing import advancing
from workbench.cli.evidence import list_some
from workbench.cli.lazy import LazyGroup
from workbench.cli.options import folder_option, json_option
from workbench.cli.output import emit
from workbench.cli.proposed import figures_of, show_score, show_services, show_start
from workbench.cli.words import all_words, help_for, words

if TYPE_CHECKING:
    from decomposer.graph import MonolithGraph
    from decomposer.score import Score
    from workbench.ports.decomposition import Delta
    from workbench.usecases.boundaries import ScoreFigures

HERE = "workbench.cli.decompose"
ENDINGS = frozenset({".svg", ".dot"})
"""Of files with pictures."""
LONG = 2**20
"""Bytes of a graph from which on reading takes more than a moment."""
DIFFERENCES = 40
"""Sentences about two cuts; they come weightiest first, and `--json` has them all."""


@click.group(
    cls=LazyGroup,
    help=help_for("decompose"),
    commands_at={
        "propose": f"{HERE}:propose",
        "score": f"{HERE}:score",
        "explain": f"{HERE}:explain",
        "draw": f"{HERE}:draw",
        "adopt": f"{HERE}:adopt",
        "flips": "workbench.cli.weighing:flips",
        "stability": "workbench.cli.weighing:stability",
        "hand-offs": "workbench.cli.consequences:hand_offs",
        "forecast": "workbench.cli.consequences:forecast",
        "migrate": "workbench.cli.consequences:migrate",
        "conformance": "workbench.cli.conformance:conformance",
        "import": "workbench.cli.evidence:import_evidence",
        "metrics": "workbench.cli.call_metrics:metrics",
        "cut": "workbench.cli.large:cut",
        "access-metrics": "workbench.cli.access_metrics:access_metrics",
    },
)
def decompose() -> None:
    """Boundaries of the monolith."""


graph_argument = click.argument(
    "graph", required=False, type=click.Path(path_type=Path, dir_okay=False)
)
boundaries_option = click.option(
    "--boundaries", default="boundaries.yaml", help=help_for("decompose", "boundaries")
)


@click.command(help=help_for("decompose-propose"))
@graph_argument
@click.option("--out", type=click.Path(path_type=Path), help=help_for("decompose-propose", "out"))
@click.option(
    "--constraints",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=help_for("decompose-propose", "constraints"),
)
@click.option("--start", help=help_for("decompose-propose", "start"))
@click.option("--force", is_flag=True, help=help_for("force"))
@json_option
def propose(
    graph: Path | None,
    out: Path | None,
    constraints: Path | None,
    start: str | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Find the best boundaries and say whether they are proved to be."""
    from decomposer.criteria.pricing import LARGE
    from decomposer.propose import propose as best
    from workbench.usecases.boundaries import save_boundaries
    from workbench.usecases.partitions import constrained_by, start_from

    coupling = graph_from(graph)
    if constraints:
        coupling = constrained_by(str(constraints), coupling)
    begin = start_from(start, coupling) if start else None
    if len(coupling.modules) > LARGE:
        from workbench.cli.large import propose_large

        propose_large(coupling, out, begin, force=force, as_json=as_json)
        return
    proposal = best(coupling, start=begin.partition if begin else None)
    if out:
        save_boundaries(proposal.partition, out, force=force)
    if as_json:
        emit(figures_of(proposal, begin, proved=proposal.proved))
        return
    show_services(proposal.partition)
    show_score(_figures(proposal.score))
    key = "cli-proved" if proposal.proved else "cli-not-proved"
    click.echo(words().text(key, gap=proposal.gap, seconds=proposal.seconds))
    if proposal.against_chance:
        click.echo(click.wrap_text(words().text("cli-against-chance"), 100))
    show_start(begin, proposal.partition)


@click.command(help=help_for("decompose-score"))
@graph_argument
@boundaries_option
@json_option
def score(graph: Path | None, boundaries: str, *, as_json: bool) -> None:
    """Score boundaries per criterion and in total."""
    from decomposer.score import score as scored
    from workbench.usecases.partitions import constrained_by, partition_from

    coupling = constrained_by(boundaries, graph_from(graph))
    figures = _figures(scored(coupling, partition_from(boundaries, coupling)))
    if as_json:
        emit(figures)
        return
    show_score(figures)


@click.command(help=help_for("decompose-explain"))
@graph_argument
@boundaries_option
@click.option("--against", help=help_for("decompose-explain", "against"))
@click.option(
    "--move", nargs=2, metavar="MODULE SERVICE", help=help_for("decompose-explain", "move")
)
@click.option(
    "--merge", nargs=2, metavar="SERVICE SERVICE", help=help_for("decompose-explain", "merge")
)
@click.option(
    "--split", multiple=True, metavar="MODULE", help=help_for("decompose-explain", "split")
)
@json_option
def explain(
    graph: Path | None,
    boundaries: str,
    against: str | None,
    move: tuple[str, str] | None,
    merge: tuple[str, str] | None,
    split: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Say every difference between two cuts, or what one move, merger or split would change."""
    from workbench.usecases.boundaries import differences
    from workbench.usecases.partitions import partition_from, usual_rival

    coupling = graph_from(graph)
    before = partition_from(boundaries, coupling)
    changed = before.move_into(*move) if move else before
    changed = changed.merge(*merge) if merge else changed
    changed = changed.split(split) if split else changed
    against = against or usual_rival(coupling)
    after = changed if move or merge or split else partition_from(against, coupling)
    told = differences(coupling, before, after, all_words())
    if as_json:
        to = {"move": move, "merge": merge, "split": split}
        chosen = {name: value for name, value in to.items() if value} or against
        emit({"from": boundaries, "to": chosen, "differences": told})
        return
    list_some([_with_places(difference) for difference in told], DIFFERENCES)
    if not told:
        click.echo(words().text("cli-no-difference"))


def _with_places(difference: "Delta") -> str:
    where = difference.where
    return f"{difference.text}\n    {where}" if where else difference.text


@click.command(help=help_for("decompose-draw"))
@graph_argument
@boundaries_option
@click.option(
    "--as",
    "picture",
    type=click.Choice(["graph", "matrix", "map"]),
    default="graph",
    show_default=True,
    help=help_for("decompose-draw", "as"),
)
@click.option("--out", type=click.Path(path_type=Path), help=help_for("decompose-draw", "out"))
@click.option("--force", is_flag=True, help=help_for("force"))
def draw(
    graph: Path | None, boundaries: str, picture: str, out: Path | None, *, force: bool
) -> None:
    """Draw the graph with its boundaries, its matrix or the context map, as SVG.

    The graph also as DOT: by the file's ending, or where no file is named.
    """
    from workbench.usecases.boundaries import drawing, save_new
    from workbench.usecases.partitions import partition_from

    if out and out.suffix not in ENDINGS:
        raise click.UsageError(words().text("cli-draw-ending", path=out))
    as_dot = out.suffix == ".dot" if out else picture == "graph"
    if as_dot and picture != "graph":
        raise click.UsageError(words().text("cli-draw-dot", picture=picture))
    coupling = graph_from(graph)
    partition = partition_from(boundaries, coupling)
    text = drawing(coupling, partition, "dot" if as_dot else picture, all_words())
    if out is None:
        click.echo(text)
        return
    save_new(out, text, force=force)
    click.echo(words().text("cli-wrote", path=out))


@click.command(help=help_for("decompose-adopt"))
@boundaries_option
@folder_option
@json_option
def adopt(boundaries: str, folder: Path, *, as_json: bool) -> None:
    """Make the boundaries the services of the blueprint."""
    from workbench.bootstrap import workbench_here
    from workbench.usecases.adoption import adopt_boundaries
    from workbench.usecases.partitions import partition_from

    workspace = workbench_here(folder).required_workspace()
    mine = workspace.root / boundaries
    partition = partition_from(str(mine) if mine.is_file() else boundaries)
    changed = adopt_boundaries(workspace, partition)
    if as_json:
        emit(changed)
        return
    click.echo(words().text("cli-adopted", path=workspace.blueprint, backup=changed.backup))


def graph_from(file: Path | None) -> "MonolithGraph":
    """The graph of a file; of the shop where none is named."""
    from decomposer.importers.monolith import load_graph
    from workbench.usecases.partitions import shop_graph

    if file is None:
        return shop_graph()
    with advancing(shown=file.is_file() and file.stat().st_size > LONG) as advanced:
        return load_graph(file, advanced)


def _figures(result: "Score") -> "ScoreFigures":
    from workbench.usecases.boundaries import score_figures

    return score_figures(result, all_words())
