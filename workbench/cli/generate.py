"""`workbench generate`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.options import folder_option, json_option
from workbench.cli.words import help_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.usecases.generation import Request

KINDS = (
    *("services", "compose", "gateway", "kubernetes", "mesh"),
    *("observability", "delivery", "contracts", "infrastructure", "cost", "diagram"),
)


@click.command(help=help_for("generate"))
@click.option("--only", type=click.Choice(KINDS), multiple=True, help=help_for("generate", "only"))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help=help_for("generate", "out")
)
@click.option("--plan", "mode", flag_value="plan", help=help_for("generate", "plan"))
@click.option("--check", "mode", flag_value="check", help=help_for("generate", "check"))
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    help=help_for("generate", "against"),
)
@click.option("--verify", type=click.Choice(["cluster"]), help=help_for("generate", "verify"))
@click.option("--undo", "mode", flag_value="undo", help=help_for("generate", "undo"))
@click.option("--mine", metavar="FILE", multiple=True, help=help_for("generate", "mine"))
@click.option("--generated", metavar="FILE", multiple=True, help=help_for("generate", "generated"))
@click.option("--explain", "comments", flag_value="on", help=help_for("generate", "explain"))
@click.option(
    "--no-comments", "comments", flag_value="off", help=help_for("generate", "no-comments")
)
@click.option("--why", metavar="FILE[:LINE]", help=help_for("generate", "why"))
@click.option("--force", is_flag=True, help=help_for("generate", "force"))
@folder_option
@json_option
@click.pass_context
def generate(  # noqa: PLR0913 - one for each option
    context: click.Context,
    only: tuple[str, ...],
    out: Path | None,
    folder: Path,
    *,
    mode: str | None,
    verify: str | None,
    against: Path | None,
    mine: tuple[str, ...],
    generated: tuple[str, ...],
    comments: str | None,
    why: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Turn the blueprint into files; hand edits are merged in, never overwritten unasked."""
    from generators.writing import Sides
    from workbench.bootstrap import workbench_here
    from workbench.language import chosen_language
    from workbench.usecases.generation import request

    workspace = workbench_here(folder).required_workspace()
    sides = Sides(mine, ("*",) if force else generated)
    speaking: dict[str | None, str | None] = {"on": chosen_language(), "off": ""}
    wish = request(workspace, only, out, sides, speaking.get(comments))
    if why:
        _explain(wish, why, as_json=as_json)
    elif mode == "undo":
        _undo(wish, as_json=as_json)
    elif mode == "check":
        context.exit(_check(wish, as_json=as_json))
    elif verify:
        context.exit(_verify(wish, as_json=as_json))
    elif mode == "plan" or against:
        _plan(wish, against, as_json=as_json)
    else:
        context.exit(_write(wish, as_json=as_json))


def _write(wish: "Request", *, as_json: bool) -> Exit:
    from workbench.cli.generated import show_plan
    from workbench.language import chosen_language
    from workbench.usecases.generation import decided_by, generated, made_before

    decided = decided_by(wish, chosen_language())
    if before := made_before(wish, decided):
        _say(before.said)
        show_plan(before.plan, wish.out, as_json=as_json)
        return Exit.HELD
    from generators.writing import Change
    from workbench.cli.blueprint import in_words
    from workbench.usecases.blueprints import judged_blueprint

    found = judged_blueprint(wish.blueprint)
    said = in_words(found.warnings)
    _say(said)
    result = generated(wish, found.blueprint, said, decided)
    show_plan(result, wish.out, as_json=as_json)
    return Exit.DID_NOT_HOLD if result.of(Change.CONFLICT) else Exit.HELD


def _say(lines: "Sequence[str]") -> None:
    """Beside the answer."""
    for line in lines:
        click.echo(line, err=True)


def _plan(wish: "Request", against: Path | None, *, as_json: bool) -> None:
    from workbench.cli.generated import show_plan
    from workbench.usecases.generation import planned
    from workbench.usecases.switching import switch_from, switch_since_last_run

    result = planned(wish)
    switch = switch_from(against, wish) if against else switch_since_last_run(wish, result)
    show_plan(result, wish.out, with_diffs=True, switch=switch, as_json=as_json)


def _check(wish: "Request", *, as_json: bool) -> Exit:
    from workbench.cli.generated import show_plan
    from workbench.usecases.blaming import blamed
    from workbench.usecases.generation import manifest_findings, planned

    result = planned(wish)
    findings = blamed(manifest_findings(result), result, wish)
    show_plan(result, wish.out, findings=findings, as_json=as_json)
    return Exit.HELD if result.clean and not findings else Exit.DID_NOT_HOLD


def _explain(wish: "Request", place: str, *, as_json: bool) -> None:
    from workbench.cli.explained import show_explained
    from workbench.usecases.explaining import explained

    show_explained(explained(wish, place), str(wish.blueprint), as_json=as_json)


def _verify(wish: "Request", *, as_json: bool) -> Exit:
    from workbench.bootstrap import workbench_here
    from workbench.cli.verified import show_verification
    from workbench.usecases.verification import verified

    with workbench_here().cluster() as cluster:
        result = verified(wish, cluster)
    show_verification(result, wish.out, as_json=as_json)
    if result.held is None:
        return Exit.COULD_NOT_JUDGE
    return Exit.HELD if result.held else Exit.DID_NOT_HOLD


def _undo(wish: "Request", *, as_json: bool) -> None:
    from workbench.cli.generated import show_undone
    from workbench.usecases.generation import undone

    show_undone(undone(wish), wish.out, as_json=as_json)
