"""How a change of choices is told."""

from typing import TYPE_CHECKING

import click

from workbench.cli.output import rows
from workbench.cli.words import all_words, words

if TYPE_CHECKING:
    from generators.choices import FailureModes
    from workbench.usecases.switching import Switch

SHOWN = 30
"""Values, and files, that are listed; the rest is counted."""


def show_switch(switch: "Switch") -> None:
    """Print what was chosen otherwise, the files it changes, and what can go wrong now."""
    if not switch.changed:
        click.echo(words().text("cli-switch-none"))
        return
    click.echo(words().text("cli-switch-changed"))
    rows((one.path, f"{one.before or '—'} → {one.after or '—'}") for one in switch.changed[:SHOWN])
    _rest(len(switch.changed))
    click.echo(words().text("cli-switch-files", n=len(switch.files)))
    rows((file.path, f"+{file.added}", f"−{file.removed}") for file in switch.files[:SHOWN])
    _rest(len(switch.files))
    show_modes(switch.modes)


def show_modes(modes: "FailureModes") -> None:
    """Print what can go wrong now and could not, and what no longer can."""
    for key, ids in (("come", modes.come), ("go", modes.go)):
        if ids:
            click.echo(words().text(f"cli-switch-{key}"))
        for mode in ids:
            click.echo(f"  {all_words().text(f'mode-{mode}')}")
            guard = all_words().text(f"mode-{mode}-guard")
            click.echo(f"    {words().text('cli-switch-guard', guard=guard)}")


def summary(switch: "Switch") -> dict[str, object]:
    """The same for programs."""
    modes = plain_modes(switch.modes)
    return {"changed": switch.changed, "files": switch.files, "failure_modes": modes}


def plain_modes(modes: "FailureModes") -> dict[str, object]:
    """Failure modes for programs."""
    return {
        key: [
            {
                "id": mode,
                "text": all_words().text(f"mode-{mode}"),
                "guard": all_words().text(f"mode-{mode}-guard"),
            }
            for mode in ids
        ]
        for key, ids in (("come", modes.come), ("go", modes.go))
    }


def _rest(n: int) -> None:
    if n > SHOWN:
        click.echo(words().text("cli-switch-rest", n=n - SHOWN))
