"""`workbench blueprint`: is it sound, and what is its schema?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.lazy import LazyGroup
from workbench.cli.options import folder_option, json_option
from workbench.cli.output import emit
from workbench.cli.words import all_words, help_for, words, words_of_problems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decomposer.documents import Problem

HERE = "workbench.cli.blueprint"


@click.group(
    cls=LazyGroup,
    help=help_for("blueprint"),
    commands_at={
        "check": f"{HERE}:check",
        "choose": "workbench.cli.choosing:choose",
        "schema": f"{HERE}:schema",
    },
)
def blueprint() -> None:
    """The one document that the course extends."""


@click.command(help=help_for("blueprint-check"))
@folder_option
@json_option
@click.pass_context
def check(context: click.Context, folder: Path, *, as_json: bool) -> None:
    """Tell every error, or, where there is none, every warning."""
    from decomposer.documents import DocumentError
    from generators.blueprint.wording import problem_line, warning_line
    from workbench.bootstrap import workbench_here
    from workbench.usecases.blueprints import judged_blueprint

    path = workbench_here(folder).required_workspace().blueprint
    try:
        found, broken = judged_blueprint(path).warnings, False
    except DocumentError as error:
        found, broken = error.problems, True
    line = problem_line if broken else warning_line
    if as_json:
        emit(_plain(found, broken=broken))
    else:
        for problem in found:
            click.echo(line(problem, all_words()))
        if not broken:
            click.echo(words().text("cli-blueprint-sound", path=path, warnings=len(found)))
    context.exit(Exit.DID_NOT_HOLD if broken else Exit.HELD)


@click.command(help=help_for("blueprint-schema"))
@click.option("--write", is_flag=True, help=help_for("blueprint-schema", "write"))
@folder_option
def schema(folder: Path, *, write: bool) -> None:
    """Print the schema, or put it where the learner's editor finds it."""
    from workbench.language import chosen_language
    from workbench.usecases.blueprints import publish_schema, schema_text

    language = chosen_language()
    if not write:
        click.echo(schema_text(language), nl=False)
        return
    from workbench.bootstrap import workbench_here

    workspace = workbench_here(folder).required_workspace()
    path = publish_schema(workspace, language)
    told = words().text("cli-blueprint-schema", path=path, blueprint=workspace.blueprint)
    click.echo(told)


def in_words(warnings: "Iterable[Problem]") -> list[str]:
    """What about a sound blueprint works and will hurt."""
    from generators.blueprint.wording import warning_line

    return [warning_line(warning, words_of_problems()) for warning in warnings]


def _plain(found: "Iterable[Problem]", *, broken: bool) -> dict[str, object]:
    from generators.blueprint.wording import problem_text

    told = [
        {
            "severity": "error" if broken else "warning",
            "code": problem.code,
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "value": problem.value,
            "expected": problem.expected,
            "suggestion": problem.suggestion,
            "message": problem_text(problem, all_words()),
        }
        for problem in found
    ]
    return {"sound": not broken, "problems": told}
