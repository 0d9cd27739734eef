"""`workbench decompose import`: the data of other tools."""

from collections.abc import Sequence
from pathlib import Path

import click

from workbench.cli.advancing import advancing
from workbench.cli.options import json_option
from workbench.cli.output import emit
from workbench.cli.words import all_words, help_for, words

KINDS = {
    "mono2micro": 2,
    "access-sequences": 2,
    "service-cutter": 2,
    "python": 1,
    "traces": 1,
    "git": 1,
    "edges": 1,
}
"""How many files each kind takes; named here too, so that `--help` imports no importer."""
SHOWN = 10
"""Gaps of a kind that are listed; `--json` has them all."""

file_type = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "import", help=f"{help_for('decompose-import')}\n\n{help_for('decompose-import', 'files')}"
)
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--depth", type=click.IntRange(min=1), help=help_for("decompose-import", "depth"))
@click.option("--into", type=file_type, help=help_for("decompose-import", "into"))
@click.option("--named", is_flag=True, help=help_for("decompose-import", "named"))
@click.option(
    "--out",
    type=file_type,
    default=Path("graph.yaml"),
    show_default=False,
    help=help_for("decompose-import", "out"),
)
@click.option("--force", is_flag=True, help=help_for("force"))
@json_option
@click.pass_context
def import_evidence(  # noqa: PLR0913 - click hands over each option
    context: click.Context,
    kind: str,
    files: tuple[Path, ...],
    depth: int | None,
    into: Path | None,
    out: Path,
    *,
    named: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write another tool's data as a graph file, and say what they leave open."""
    from workbench.usecases.imports import ImportOptions, import_graph

    if len(files) != KINDS[kind]:
        context.fail(words().text(f"cli-import-{kind}", n=len(files)))
    with advancing(shown=not as_json) as advanced:
        options = ImportOptions(depth, into, named, advanced)
        figures = import_graph(kind, files, out, all_words(), options, force=force)
    if as_json:
        emit(figures)
        return
    click.echo(
        words().text(
            "cli-imported",
            path=figures.path,
            modules=figures.modules,
            use_cases=figures.use_cases,
            edges=figures.edges,
        )
    )
    list_some(figures.gaps)
    list_some([f"{each.where}: {each.told} — {each.text}" for each in figures.missing])
    if figures.skipped:
        click.echo(words().text("cli-import-skipped", n=len(figures.skipped)))
        list_some(figures.skipped)


def list_some(lines: Sequence[str], shown: int = SHOWN) -> None:
    """Print the first of the lines, and how many more there are."""
    for line in lines[:shown]:
        click.echo(f"  {line}")
    if len(lines) > shown:
        click.echo(f"  {words().text('cli-import-more', n=len(lines) - shown)}")
