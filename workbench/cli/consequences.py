"""`workbench decompose hand-offs`, `forecast` and `migrate`: what follows from a cut."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.advancing import advancing
from workbench.cli.decompose import boundaries_option, graph_argument, graph_from
from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.words import all_words, help_for

if TYPE_CHECKING:
    from decomposer.graph import MonolithGraph
    from decomposer.partition import Partition
    from decomposer.runtime import Assumptions, Forecast, Range

WIDTH = 100
EXACTLY = 0.05
"""Milliseconds; a range narrower than that is told as one figure."""


@click.command("hand-offs", help=help_for("decompose-hand-offs"))
@graph_argument
@boundaries_option
@json_option
def hand_offs(graph: Path | None, boundaries: str, *, as_json: bool) -> None:
    """Say which teams have to agree."""
    from decomposer.hand_offs import hand_offs as counted
    from workbench.usecases.consequences import hand_off_sentences

    found = counted(*_cut(graph, boundaries))
    if as_json:
        emit(found)
        return
    for sentence in hand_off_sentences(found, all_words()):
        click.echo(sentence)


@click.command(help=help_for("decompose-forecast"))
@graph_argument
@boundaries_option
@click.option("--hop-ms", nargs=2, type=float, help=help_for("decompose-forecast", "hop-ms"))
@click.option("--work-ms", type=float, help=help_for("decompose-forecast", "work-ms"))
@click.option(
    "--availability", nargs=2, type=float, help=help_for("decompose-forecast", "availability")
)
@click.option("--failure", type=float, help=help_for("decompose-forecast", "failure"))
@click.option("--retries", type=int, help=help_for("decompose-forecast", "retries"))
@json_option
def forecast(
    graph: Path | None,
    boundaries: str,
    *,
    as_json: bool,
    **measured: Any,  # noqa: ANN401 - the figures as click has parsed them
) -> None:
    """Say what every use case would do under these boundaries."""
    from decomposer.runtime import BadAssumptionError
    from decomposer.runtime import forecast as told

    try:
        given = _assumed(measured)
    except BadAssumptionError as error:
        message = all_words().text("problem-assumption", name=error.name, value=error.value)
        raise click.UsageError(message) from None
    found = told(*_cut(graph, boundaries), given)
    if as_json:
        emit({"assumptions": given, "use_cases": found})
        return
    _show_forecast(found, given)


@click.command(help=help_for("decompose-migrate"))
@graph_argument
@boundaries_option
@json_option
def migrate(graph: Path | None, boundaries: str, *, as_json: bool) -> None:
    """Say which service leaves the monolith first, and what each step takes."""
    from workbench.usecases.consequences import planned, step_sentences

    with advancing(shown=not as_json) as advanced:
        plan = planned(*_cut(graph, boundaries), advanced)
    if as_json:
        emit(plan)
        return
    click.echo(all_words().text("migrate-start", start=plan.start))
    for number, step in enumerate(plan.steps, 1):
        head, *others = step_sentences(number, step, all_words())
        click.echo(head)
        for sentence in others:
            click.echo(click.wrap_text(sentence, WIDTH, "     ", "       "))
    click.echo(all_words().text("migrate-remains", service=plan.remains))
    click.echo(all_words().text("migrate-exact" if plan.exact else "migrate-greedy"))


def _cut(graph: Path | None, boundaries: str) -> "tuple[MonolithGraph, Partition]":
    from workbench.usecases.partitions import partition_from

    coupling = graph_from(graph)
    return coupling, partition_from(boundaries, coupling)


def _assumed(measured: Mapping[str, Any]) -> "Assumptions":
    """The defaults, but for what was measured."""
    from decomposer.runtime import DEFAULTS, Range

    known: dict[str, Any] = {
        name: Range(*figure) if isinstance(figure, tuple) else figure
        for name, figure in measured.items()
        if figure is not None
    }
    return replace(DEFAULTS, **known)


def _show_forecast(found: "tuple[Forecast, ...]", given: "Assumptions") -> None:
    from workbench.usecases.consequences import assumptions_told

    if not found:
        click.echo(all_words().text("forecast-none"))
        return
    columns = ("use-case", "hops", "services")
    head = [all_words().text(f"forecast-{column}") for column in columns]
    tail = [all_words().text(f"forecast-{column}") for column in ("availability", "load")]
    rows([(*head, "p50", "p95", "p99", *tail), *map(_row, found)])
    click.echo(click.wrap_text(assumptions_told(given, all_words()), WIDTH))


def _row(told: "Forecast") -> tuple[object, ...]:
    times = map(_times, (told.p50_ms, told.p95_ms, told.p99_ms))
    up = f"{100 * told.availability.low:.2f}–{100 * told.availability.high:.2f}"
    load = f"×{told.load:.2f}, ≤ ×{told.worst_load}"
    return (told.use_case, told.hops, told.services, *times, up, load)


def _times(found: "Range") -> str:
    if found.high - found.low < EXACTLY:
        return f"{found.low:.1f}"
    return f"{found.low:.1f}–{found.high:.1f}"
