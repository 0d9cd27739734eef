"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from workbench.cli.words import help_for

C = TypeVar("C", bound=Callable[..., Any])


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
