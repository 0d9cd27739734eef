"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from workbench.cli.words import help_for, words
from workbench.language import chosen_language

C = TypeVar("C", bound=Callable[..., Any])


class ExerciseName(click.ParamType[str, str]):
    """The id of an exercise: proposed where it is missing, completed by the shell."""

    name = "exercise"

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        """Which one comes next, how to name it, and where all of them are listed."""
        from workbench.bootstrap import workbench_here

        del param
        items = workbench_here().course.overview(chosen_language()).items
        exercises = [item for item in items if item.kind == "exercise"]
        coming = next((e for e in exercises if e.standing.value != "done"), exercises[0])
        command = ctx.info_name if ctx else "start"
        return words().text("cli-exercise-missing", command=command, exercise=coming.id)

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
