"""The root command."""

import os
import sys
from collections.abc import Sequence
from itertools import islice

import click

from workbench.cli.lazy import LazyGroup
from workbench.cli.words import help_for

COMMANDS = {
    "tour": "workbench.cli.tour:tour",
    "init": "workbench.cli.init:init",
    "lesson": "workbench.cli.lesson:lesson",
    "start": "workbench.cli.exercise:start",
    "check": "workbench.cli.check:check",
    "hint": "workbench.cli.exercise:hint",
    "solution": "workbench.cli.exercise:solution",
    "reset": "workbench.cli.exercise:reset",
    "decompose": "workbench.cli.decompose:decompose",
    "blueprint": "workbench.cli.blueprint:blueprint",
    "generate": "workbench.cli.generate:generate",
    "check-manifests": "workbench.cli.manifests:check_manifests",
    "lab": "workbench.cli.lab:lab",
    "progress": "workbench.cli.progress:progress",
    "doctor": "workbench.cli.doctor:doctor",
    "author": "workbench.cli.author:author",
    "completion": "workbench.cli.completion:completion",
}


class Root(LazyGroup):
    """Takes `--lang` wherever it stands: who thinks of it last adds it at the end of the line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the root's own options, `--lang` first."""
        return super().parse_args(ctx, language_first(args))


def language_first(arguments: Sequence[str]) -> list[str]:
    """The same arguments, `--lang` with its value before all others; nothing behind `--` moves."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    said: list[str] = []
    rest: list[str] = []
    words = iter(arguments[:end])
    for word in words:
        if word == "--lang":
            said += [word, *islice(words, 1)]
        else:
            (said if word.startswith("--lang=") else rest).append(word)
    return [*said, *rest, *arguments[end:]]


@click.group(
    cls=Root,
    commands_at=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=help_for("workbench"),
)
@click.option("--lang", type=click.Choice(["ru", "en"]), help=help_for("workbench", "lang"))
@click.version_option(
    package_name="architecture-workbench",
    message="%(prog)s %(version)s",
    prog_name="workbench",
    help=help_for("workbench", "version"),
)
@click.pass_context
def workbench(context: click.Context, lang: str | None) -> None:
    """Open the TUI; without a terminal say where the learner is and what is next."""
    if lang:
        os.environ["WORKBENCH_LANG"] = lang
    if context.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        from workbench.bootstrap import open_tui

        context.exit(open_tui())
    from workbench.cli.progress import progress

    context.invoke(progress)


def main() -> None:
    """Run the command line; what went wrong becomes sentences and an exit code."""
    from workbench.cli.click_words import speak
    from workbench.cli.failure import run
    from workbench.language import chosen_language

    speak(chosen_language())
    run(workbench)
