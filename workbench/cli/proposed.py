"""What is told of boundaries: their services, their score, and what became of a start."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from workbench.cli.evidence import list_some
from workbench.cli.output import rows
from workbench.cli.words import all_words, words

if TYPE_CHECKING:
    from decomposer.partition import Partition
    from decomposer.propose import Proposal
    from decomposer.propose.large import LargeProposal
    from workbench.usecases.boundaries import ScoreFigures
    from workbench.usecases.partitions import Start

MODULES = 30
"""Of a service that are named."""


def figures_of(
    found: "Proposal | LargeProposal", begun: "Start | None", *, proved: bool, **more: object
) -> dict[str, object]:
    """What was proposed, for programs, however it was searched for."""
    from workbench.usecases.boundaries import score_figures

    return {
        "services": found.partition.services,
        "score": score_figures(found.score, all_words()),
        "proved": proved,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": found.seconds,
        "against_chance": found.against_chance,
        **more,
        "start": _started(begun, found.partition),
    }


def show_services(partition: "Partition") -> None:
    """Print a line for each service."""
    from decomposer.criteria.grouping import listed

    rows((name, listed(modules, MODULES)) for name, modules in partition.services.items())


def show_score(figures: "ScoreFigures") -> None:
    """Print the total, what it is made of, and what was lost."""
    click.echo(words().text("cli-score", total=figures.total))
    rows((name, f"{value:5.1f}") for name, value in figures.criteria.items())
    for line in figures.broken:
        click.echo(f"! {line}")
    show_kinds(figures.kinds)
    for line in figures.penalties:
        click.echo(f"  {line}")


def _started(start: "Start | None", found: "Partition") -> dict[str, object] | None:
    """What became of the cut that a proposal started from, for programs."""
    if start is None:
        return None
    placed = len(start.partition.service_of)
    return {
        "moved": start.moved(found),
        "of": placed,
        "new": start.new(found),
        "gone": start.gone,
    }


def show_start(start: "Start | None", found: "Partition") -> None:
    """The same in sentences."""
    if start is None:
        return
    say = words().text
    services = {"before": len(start.partition.services), "after": len(found.services)}
    placed = len(start.partition.service_of)
    click.echo(say("cli-propose-moved", moved=start.moved(found), of=placed, **services))
    list_some([say("cli-propose-new", module=name) for name in start.new(found)])
    list_some([say("cli-propose-gone", module=name) for name in start.gone])


def show_kinds(kinds: Mapping[str, float]) -> None:
    """The kinds from the least heeded on, in as few lines as they need."""
    told = [
        f"{all_words().text(f'evidence-{code}')} {value:.0f}"
        for code, value in sorted(kinds.items(), key=lambda kind: kind[1])
    ]
    if told:
        line = f"{words().text('cli-score-kinds')} {', '.join(told)}"
        click.echo(click.wrap_text(line, 100, "  ", "    "))
