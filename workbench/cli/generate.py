"""`workbench generate`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.options import folder_option, json_option
from workbench.cli.output import emit
from workbench.cli.words import help_for, words

if TYPE_CHECKING:
    from generators.plan import Plan

KINDS = (
    *("services", "compose", "gateway", "kubernetes", "mesh"),
    *("observability", "diagram"),
)


@click.command(help=help_for("generate"))
@click.option("--only", type=click.Choice(KINDS), multiple=True, help=help_for("generate", "only"))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help=help_for("generate", "out")
)
@click.option("--plan", "mode", flag_value="plan", help=help_for("generate", "plan"))
@click.option("--check", "mode", flag_value="check", help=help_for("generate", "check"))
@click.option("--force", is_flag=True, help=help_for("force"))
@folder_option
@json_option
@click.pass_context
def generate(
    context: click.Context,
    only: tuple[str, ...],
    out: Path | None,
    folder: Path,
    *,
    mode: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Turn the blueprint into files; edited files are never overwritten without --force."""
    from workbench.bootstrap import workbench_here
    from workbench.usecases.generation import generated, planned, request

    wish = request(workbench_here(folder).required_workspace(), only, out)
    result = planned(wish) if mode else generated(wish, force=force)
    if as_json:
        emit(_summary(result, wish.out))
    else:
        _show(result, wish.out, with_diffs=mode == "plan")
    if mode == "check":
        context.exit(Exit.HELD if result.clean else Exit.DID_NOT_HOLD)


def _summary(result: "Plan", out: Path) -> dict[str, object]:
    from generators.plan import Change

    return {
        "out": out,
        "clean": result.clean,
        **{change.value: [file.path for file in result.of(change)] for change in Change},
    }


def _show(result: "Plan", out: Path, *, with_diffs: bool) -> None:
    from generators.plan import Change

    for change in Change:
        files = result.of(change)
        if change is not Change.UNCHANGED:
            for file in files:
                click.echo(f"  {words().text(f'cli-change-{change.value}')}  {file.path}")
                if with_diffs and change in {Change.CHANGED, Change.CONFLICT}:
                    click.echo(file.diff)
    counts = {change.value: len(result.of(change)) for change in Change}
    click.echo(words().text("cli-generate-done", out=out, **counts))
    if counts[Change.CONFLICT.value]:
        click.echo(words().text("cli-generate-kept", n=counts[Change.CONFLICT.value]))
