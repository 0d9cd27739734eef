"""`workbench lab trace`: what was called for what, and when, across services and events."""

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.lab_options import lab_option, running_lab, runtime_option
from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.units import milliseconds
from workbench.cli.words import help_for, words

if TYPE_CHECKING:
    from labs.observe.traces import Trace
    from labs.runtime import LabStatus

LISTED = 15
_FIGURES = 9
_NARROWEST = 12
_SHORT_ID = 12


@click.command(help=help_for("lab-trace"))
@click.argument("trace_id", default="", metavar="[ID]")
@click.option("--last", is_flag=True, help=help_for("lab-trace", "last"))
@click.option("--order", default="", help=help_for("lab-trace", "order"))
@runtime_option
@lab_option
@json_option
@click.pass_context
def trace(
    context: click.Context, trace_id: str, order: str, name: str, *, last: bool, as_json: bool
) -> None:
    """Draw a trace as a tree with a waterfall; without a choice, list the latest."""
    from workbench.usecases.traces import plain

    if bool(trace_id) + bool(order) + last > 1:
        raise click.UsageError(words().text("cli-trace-one"))
    found = _found(running_lab(context, name), trace_id, order, last=last)
    if as_json:
        emit(plain(found))
    elif not found:
        click.echo(words().text("cli-trace-none"), err=True)
    elif trace_id or order or last:
        for each in found:
            _draw(each)
        click.echo(words().text("cli-trace-legend"))
    else:
        _list(found)
    context.exit(Exit.HELD if found else Exit.DID_NOT_HOLD)


def _found(status: "LabStatus", trace_id: str, order: str, *, last: bool) -> list["Trace"]:
    from workbench.usecases.traces import latest_traces, one_trace, traces_of_order

    if trace_id:
        one = one_trace(status, trace_id.lower())
        return [one] if one else []
    if order:
        return list(traces_of_order(status, order.lower()))
    return list(latest_traces(status, 1 if last else LISTED))


def _list(found: list["Trace"]) -> None:
    rows(
        (
            each.trace_id[:_SHORT_ID],
            _clock(each.begin_ns),
            f"{each.answered_ms:8.1f}",
            milliseconds(f"{each.ms:8.1f}"),
            words().text("cli-trace-spans", n=len(each.spans)),
            words().text("cli-trace-services", n=len(each.services)),
            words().text("cli-trace-errors", n=each.errors) if each.errors else "",
            each.root.name,
        )
        for each in found
    )


def _draw(found: "Trace") -> None:
    """The label takes what it needs, the bars take the rest."""
    from workbench.usecases.traces import waterfall

    click.echo(
        words().text(
            "cli-trace",
            id=found.trace_id,
            spans=len(found.spans),
            services=len(found.services),
            answered=found.answered_ms,
            ms=found.ms,
        )
    )
    total = shutil.get_terminal_size().columns
    labels = max(len(bar.label) for bar in waterfall(found, _NARROWEST))
    labels = min(labels, total - _FIGURES - _NARROWEST - 2)
    for bar in waterfall(found, max(_NARROWEST, total - labels - _FIGURES - 2)):
        label = bar.label if len(bar.label) <= labels else bar.label[: labels - 1] + "…"
        mark = f" {bar.error}" if bar.error else ""
        click.echo(f"{label.ljust(labels)} {bar.ms:{_FIGURES - 1}.1f} {bar.bar}{mark}".rstrip())


def _clock(nanoseconds: int) -> str:
    moment = datetime.fromtimestamp(nanoseconds / 1e9, UTC).astimezone()
    return moment.strftime("%H:%M:%S")
