"""`workbench lab timeline`: what happened to an order, and when."""

from typing import TYPE_CHECKING
from uuid import UUID

import click

from workbench.cli.failure import Exit
from workbench.cli.lab_options import lab_option, running_lab, runtime_option
from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.units import milliseconds
from workbench.cli.words import help_for, words

if TYPE_CHECKING:
    from labs.observe.timeline import Handling, Happening, Timeline


@click.command(help=help_for("lab-timeline"))
@click.option("--order", type=click.UUID, required=True, help=help_for("lab-timeline", "order"))
@runtime_option
@lab_option
@json_option
@click.pass_context
def timeline(context: click.Context, order: UUID, name: str, *, as_json: bool) -> None:
    """Show an order's events and the steps of its saga, in time."""
    from workbench.usecases.timelines import timeline_of

    found = timeline_of(running_lab(context, name), order)
    if as_json:
        emit(_plain(found))
    elif found.happenings:
        _show(found)
    else:
        click.echo(words().text("cli-timeline-none", order=order), err=True)
    context.exit(Exit.HELD if found.happenings else Exit.DID_NOT_HOLD)


def _show(found: "Timeline") -> None:
    begin = found.happenings[0].at
    for each in found.happenings:
        passed = milliseconds(f"{(each.at - begin).total_seconds() * 1000:9.1f}")
        detail = f"  ({each.detail})" if each.detail else ""
        click.echo(f"{passed}  {each.event}{detail}")
        for handling in each.handled:
            click.echo(
                f"{' ' * len(passed)}    « {handling.module}  {_handled(each, handling)}".rstrip()
            )
    if found.saga:
        click.echo(words().text("cli-timeline-saga", status=found.saga))
        rows(
            (step.action, step.service, step.status, step.error, _attempts(step.attempts))
            for step in found.steps
        )


def _handled(event: "Happening", handling: "Handling") -> str:
    if handling.at is None:
        return words().text("cli-timeline-waits", error=handling.error)
    return f"+{milliseconds(max(0.0, (handling.at - event.at).total_seconds() * 1000))}"


def _attempts(n: int) -> str:
    return words().text("cli-timeline-attempts", n=n) if n > 1 else ""


def _plain(found: "Timeline") -> dict[str, object]:
    """For programs; the saga's steps are no dataclasses."""
    from dataclasses import asdict

    from msgspec.structs import asdict as step_as_dict

    steps = [step_as_dict(step) for step in found.steps]
    return {
        "happenings": [asdict(each) for each in found.happenings],
        "saga": found.saga,
        "steps": steps,
    }
