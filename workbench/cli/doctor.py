"""`workbench doctor`."""

import click

from workbench.cli.failure import Exit
from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.words import all_words, help_for, words


@click.command(help=help_for("doctor"))
@json_option
@click.pass_context
def doctor(context: click.Context, *, as_json: bool) -> None:
    """Say what this machine can run, what is missing and how to get it."""
    from workbench.bootstrap import workbench_here
    from workbench.usecases.diagnosis import diagnose

    found = diagnose(workbench_here().runtime(), all_words())
    if as_json:
        emit(found)
    else:
        rows(
            (words().text("cli-mark-yes" if f.ok else "cli-mark-no"), f.what, f.detail)
            for f in found
        )
    context.exit(Exit.HELD if all(f.ok for f in found if f.required) else Exit.DID_NOT_HOLD)
