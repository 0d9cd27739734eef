"""`workbench lab metrics`: how each service fares."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.lab_options import lab_option, running_lab, runtime_option
from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.words import help_for, words

if TYPE_CHECKING:
    from labs.observe.metrics import Figures

_COLUMNS = (
    *("service", "requests", "errors", "p50", "p95", "outbox"),
    *("pending", "dead", "sagas", "busy", "lag", "open"),
)


@click.command(help=help_for("lab-metrics"))
@runtime_option
@lab_option
@json_option
@click.pass_context
def metrics(context: click.Context, name: str, *, as_json: bool) -> None:
    """Show rate, errors, latency, queues and pools of each service."""
    from workbench.usecases.metrics import metrics_of

    found = metrics_of(running_lab(context, name))
    if as_json:
        emit(found)
    else:
        heading = [words().text(f"cli-metrics-{column}") for column in _COLUMNS]
        rows([heading, *(_row(each) for each in found)])
    silent = [each for each in found if not each.answers]
    context.exit(Exit.COULD_NOT_JUDGE if silent else Exit.HELD)


def _row(each: "Figures") -> Sequence[object]:
    if not each.answers:
        return each.service, words().text("cli-metrics-silent")
    return (
        *(each.service, each.requests, each.errors, f"{each.p50_ms:.1f}", f"{each.p95_ms:.1f}"),
        *(each.outbox, each.pending, each.dead_letters, each.sagas),
        *(each.busy_connections, f"{each.loop_lag_ms:.1f}", each.open_breakers),
    )
