"""`workbench tour`."""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.failure import Exit
from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.units import megabytes, milliseconds, seconds
from workbench.cli.words import help_for, words

if TYPE_CHECKING:
    from workbench.usecases.tour import GradeRow, ShopRun, Stage, TourReport


@click.command(help=help_for("tour"))
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), help=help_for("tour", "keep")
)
@json_option
@click.pass_context
def tour(context: click.Context, keep: Path | None, *, as_json: bool) -> None:
    """Decompose, generate, launch, break, measure and grade, and print what happened."""
    from workbench.bootstrap import workbench_here
    from workbench.usecases.tour import take_tour

    here = workbench_here()
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tour-")))
        told = _silent if as_json else _told
        report = take_tour(here.runtime(), here.bench(), folder, told)
    if as_json:
        emit(report)
    else:
        _summary(report)
    context.exit(Exit.HELD if report.held else Exit.DID_NOT_HOLD)


def _silent(stage: "Stage", found: Any) -> None:  # noqa: ANN401 - each station finds another thing
    del stage, found


def _told(stage: "Stage", found: Any) -> None:  # noqa: ANN401 - each station finds another thing
    click.echo(words().text(f"tour-{stage.value}", **PARAMS[stage.value](found)))


def _shop_params(shop: "ShopRun") -> dict[str, object]:
    return {
        "partition": shop.partition,
        "services": shop.services,
        "start_s": shop.start_s,
        "mark": _mark(held=shop.held),
    }


def _grade_params(grade: "GradeRow") -> dict[str, object]:
    return {
        "exercise": grade.exercise,
        "solution": _status(grade.solution),
        "starter": _status(grade.starter),
        "mark": _mark(held=grade.held),
    }


PARAMS: Mapping[str, Callable[[Any], dict[str, object]]] = {
    "graph": lambda graph: {"modules": len(graph.modules), "use_cases": len(graph.use_cases)},
    "boundaries": lambda cuts: {"best": cuts[-1].total, "services": cuts[-1].services},
    "blueprint": lambda blueprint: {"services": len(blueprint.services)},
    "files": lambda files: {"files": sum(files.values())},
    "shop": _shop_params,
    "exercises": _grade_params,
}
"""What the sentence of each station is filled with."""


def _summary(report: "TourReport") -> None:
    click.echo("\n" + words().text("tour-cuts"))
    rows([_heading("cut", "services", "score", *report.cuts[0].criteria)], indent="  ")
    rows(
        (cut.name, cut.services, f"{cut.total:.1f}", *(f"{v:.0f}" for v in cut.criteria.values()))
        for cut in report.cuts
    )
    click.echo("\n" + words().text("tour-shops"))
    labels = (
        "services",
        "start",
        "memory",
        "read",
        "checkout",
        "hops",
        "declined",
        "killed",
        "books",
    )
    rows([_heading("cut", *labels), *map(_shop_row, report.shops)])
    passed = sum(grade.held for grade in report.grades)
    click.echo("\n" + words().text("tour-grades", passed=passed, of=len(report.grades)))
    click.echo(words().text("tour-left", n=report.left_running))
    mark = _mark(held=report.held)
    click.echo(words().text("tour-end", mark=mark, seconds=report.seconds))


def _shop_row(shop: "ShopRun") -> tuple[object, ...]:
    return (
        shop.partition,
        shop.services,
        seconds(shop.start_s),
        megabytes(shop.memory_mb),
        milliseconds(shop.read_p50_ms),
        milliseconds(f"{shop.checkout_p50_ms:.0f}/{shop.checkout_p95_ms:.0f}"),
        shop.hops,
        shop.declined,
        f"{shop.killed} {seconds(shop.recovered_s)}",
        _mark(held=all(shop.invariants.values())),
    )


def _heading(*names: str) -> tuple[str, ...]:
    return tuple(words().text(f"tour-column-{name}") for name in names)


def _status(status: str) -> str:
    return words().text(f"cli-status-{status.replace(' ', '-')}")


def _mark(*, held: bool) -> str:
    return words().text("cli-mark-yes" if held else "cli-mark-no")
