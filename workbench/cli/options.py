"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from workbench.cli.words import help_for, words

C = TypeVar("C", bound=Callable[..., Any])


class ExerciseName(click.ParamType[str, str]):
    """The id of an exercise: listed where it is missing, completed by the shell."""

    name = "exercise"

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        """Which exercises there are."""
        from workbench.usecases.exercises import exercise_ids

        del param, ctx
        return words().text("cli-exercises", known=", ".join(exercise_ids()))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The exercises that begin like this."""
        from workbench.usecases.exercises import exercise_ids

        del ctx, param
        return [CompletionItem(i) for i in exercise_ids() if i.startswith(incomplete)]


def exercise_argument(command: C) -> C:
    """`EXERCISE`."""
    return click.argument("exercise", type=ExerciseName())(command)


def json_option(command: C) -> C:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help=help_for("json"))(command)


def folder_option(command: C) -> C:
    """`--folder DIR`: the learner's folder, where it is not the current one."""
    return click.option(
        "--folder",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        show_default=False,
        help=help_for("folder"),
    )(command)
