"""A load run, as a table."""

from typing import TYPE_CHECKING

import click

from workbench.cli.output import rows
from workbench.cli.units import milliseconds
from workbench.cli.words import words

if TYPE_CHECKING:
    from labs.traffic.results import EndpointResult, Generator, LoadResult

LATE_MS = 20.0
"""A generator that is later than this in one of a hundred visits measures itself, too."""


def show_load(result: "LoadResult") -> None:
    """Print what came of a load run."""
    figures = result.latency
    click.echo(
        words().text(
            "cli-load",
            requests=result.requests,
            rps=result.rps,
            errors=result.errors,
            limited=result.limited,
            p50=figures.p50_ms,
            p95=figures.p95_ms,
            p99=figures.p99_ms,
        )
    )
    rows(_row(endpoint) for endpoint in result.endpoints)
    if result.failures:
        kinds = ", ".join(f"{kind} × {n}" for kind, n in sorted(result.failures.items()))
        click.echo(words().text("cli-load-failures", kinds=kinds, goodput=result.goodput_rps))
    if result.dropped:
        click.echo(words().text("cli-load-dropped", n=result.dropped))
    _show_generator(result.generator)


def _row(endpoint: "EndpointResult") -> tuple[object, ...]:
    figures = endpoint.latency
    return (
        endpoint.endpoint,
        endpoint.requests,
        endpoint.errors,
        f"{figures.p50_ms:.1f}",
        f"{figures.p95_ms:.1f}",
        milliseconds(figures.p99_ms),
        words().text("cli-load-hops", hops=endpoint.hops) if endpoint.hops else "",
    )


def _show_generator(generator: "Generator") -> None:
    """Say when the figures are about the generator rather than about the shop."""
    late = generator.late
    if late.p99_ms > LATE_MS:
        click.echo(words().text("cli-load-late", p99=late.p99_ms, most=late.max_ms))
