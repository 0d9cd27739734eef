"""`workbench decompose access-metrics`: INESC's metrics of cuts, side by side."""

from dataclasses import asdict
from pathlib import Path

import click

from workbench.cli.advancing import advancing
from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.words import all_words, help_for, words

file_type = click.Path(path_type=Path, dir_okay=False)


@click.command("access-metrics", help=help_for("decompose-access-metrics"))
@click.argument("sequences", type=file_type)
@click.argument("entities", type=file_type)
@click.argument("cuts", type=file_type, nargs=-1, required=True)
@click.option("--authors", type=file_type, help=help_for("decompose-access-metrics", "authors"))
@json_option
def access_metrics(
    sequences: Path, entities: Path, cuts: tuple[Path, ...], authors: Path | None, *, as_json: bool
) -> None:
    """Measure cuts of entities, and say which metric each exploits."""
    from workbench.usecases.access_metrics import access_metrics as measured

    with advancing(shown=not as_json) as advanced:
        found = measured(sequences, entities, cuts, authors, all_words(), advanced)
    if as_json:
        emit(found)
        return
    heading = ("", *(words().text(f"cli-access-{name}") for name in _COLUMNS))
    rows([heading, *((each.cut, each.parts, *_shown(asdict(each.metrics))) for each in found)])
    for each in found:
        click.echo(each.cut)
        for exploit in each.exploits:
            click.echo(f"  {exploit.text}")
        if not each.exploits:
            click.echo(f"  {words().text('cli-access-no-exploit')}")
        if each.unplaced:
            click.echo(f"  {words().text('cli-unplaced', known=', '.join(each.unplaced))}")


_COLUMNS = ("parts", "complexity", "cohesion", "coupling", "tsr")


def _shown(metrics: dict[str, float | None]) -> list[str]:
    """The values to the digits that the tool gives; what is undefined is a dash."""
    return ["—" if value is None else f"{value:.3f}" for value in metrics.values()]
