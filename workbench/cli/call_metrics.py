"""`workbench decompose metrics`: IBM's and CARGO's metrics of cuts, side by side."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.advancing import advancing
from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.words import all_words, help_for, words

if TYPE_CHECKING:
    from workbench.usecases.call_metrics import CallFigures

file_type = click.Path(path_type=Path, dir_okay=False)


@click.command(help=help_for("decompose-metrics"))
@click.argument("use_cases", type=file_type)
@click.argument("volumes", type=file_type)
@click.argument("cuts", nargs=-1, required=True)
@click.option("--expert", type=file_type, help=help_for("decompose-metrics", "expert"))
@click.option("--search", is_flag=True, help=help_for("decompose-metrics", "search"))
@click.option("--parts", type=click.IntRange(min=1), help=help_for("decompose-metrics", "parts"))
@json_option
def metrics(
    use_cases: Path,
    volumes: Path,
    cuts: tuple[str, ...],
    expert: Path | None,
    parts: int | None,
    *,
    search: bool,
    as_json: bool,
) -> None:
    """Measure cuts as the papers do, and say which metric each exploits."""
    from workbench.usecases.call_metrics import CallQuestion, call_metrics

    question = CallQuestion(use_cases, volumes, cuts, expert, search or bool(parts), parts)
    with advancing(shown=not as_json) as advanced:
        found = call_metrics(question, all_words(), advanced)
    if as_json:
        emit(found)
        return
    rows(_table(found))
    for each in found:
        click.echo(each.cut)
        for line in _told(each):
            click.echo(f"  {line}")


def _table(found: Iterable["CallFigures"]) -> Iterator[tuple[object, ...]]:
    for position, each in enumerate(found):
        named = {f"IBM {name.upper()}": value for name, value in each.ibm.items()}
        named |= {f"CARGO {name.upper()}": value for name, value in each.cargo.items()}
        named |= {"ARI": each.agreement}
        if not position:
            yield ("", words().text("cli-access-parts"), *named)
        yield (each.cut, each.parts, *map(_shown, named.values()))


def _shown(value: float | None) -> str:
    """To the digits that the papers print; what is undefined is a dash."""
    return "—" if value is None else f"{value:.3f}"


def _told(each: "CallFigures") -> Iterator[str]:
    if each.searched:
        code = "cli-metrics-no-worse" if each.searched.dominates else "cli-metrics-worse"
        yield words().text(code, against=each.searched.against, seconds=each.searched.seconds)
    yield from (exploit.text for exploit in each.exploits)
    if not each.exploits:
        yield words().text("cli-no-exploit")
    if each.unplaced:
        yield words().text("cli-unplaced", known=", ".join(each.unplaced))
