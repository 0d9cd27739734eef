"""`workbench author`: is the course sound?"""

import click

from workbench.cli.failure import Exit
from workbench.cli.lazy import LazyGroup
from workbench.cli.options import ExerciseName, json_option
from workbench.cli.output import emit, rows
from workbench.cli.units import seconds
from workbench.cli.words import all_words, help_for, words

HERE = "workbench.cli.author"


@click.group(
    cls=LazyGroup,
    help=help_for("author"),
    commands_at={"prove": f"{HERE}:prove", "lint": f"{HERE}:lint"},
)
def author() -> None:
    """For those who write the course."""


@click.command(help=help_for("author-prove"))
@click.argument("exercise", type=ExerciseName(), nargs=-1)
@click.option("--verbose", "-v", is_flag=True, help=help_for("author-prove", "verbose"))
@json_option
@click.pass_context
def prove(
    context: click.Context, exercise: tuple[str, ...], *, verbose: bool, as_json: bool
) -> None:
    """Grade every starter, solution, alternative, wrong answer and mutant."""
    from workbench.bootstrap import workbench_here
    from workbench.usecases.proofs import prove_all

    def told(name: str, label: str, *, held: bool) -> None:
        if not as_json and (verbose or not held):
            mark = words().text("cli-mark-yes" if held else "cli-mark-no")
            click.echo(f"  {mark} {name} · {label}", err=True)

    proofs = prove_all(exercise, workbench_here().bench(), told)
    if as_json:
        emit([_summary(proof) for proof in proofs])
    else:
        rows(
            (
                words().text("cli-mark-yes" if p.sound else "cli-mark-no"),
                p.exercise,
                words().text(
                    "cli-proof",
                    held=sum(o.held for o in p.outcomes),
                    answers=len(p.outcomes),
                    killed=p.mutants - p.tolerated - len(p.survivors),
                    mutants=p.mutants,
                    tolerated=p.tolerated,
                ),
                seconds(p.seconds),
            )
            for p in proofs
        )
        for proof in proofs:
            for survivor in proof.survivors:
                click.echo(words().text("cli-survivor", exercise=proof.exercise, change=survivor))
    context.exit(Exit.HELD if all(p.sound for p in proofs) else Exit.DID_NOT_HOLD)


@click.command(help=help_for("author-lint"))
@json_option
@click.pass_context
def lint(context: click.Context, *, as_json: bool) -> None:
    """Look for what is missing or unequal in the texts of the two languages."""
    from content.lint import flaws

    found = flaws()
    if as_json:
        emit(found)
    else:
        for flaw in found:
            told = all_words().text(f"flaw-{flaw.code}", detail=flaw.detail)
            click.echo(f"{flaw.file}:{flaw.line}: {told}")
        click.echo(words().text("cli-lint", n=len(found)))
    context.exit(Exit.DID_NOT_HOLD if found else Exit.HELD)


def _summary(proof: object) -> object:
    from exercises.proving import Proof

    if not isinstance(proof, Proof):
        return proof
    return {
        "exercise": proof.exercise,
        "sound": proof.sound,
        "answers": [
            {
                "answer": o.label,
                "expected": o.expected,
                "got": o.verdict.status.value,
                "held": o.held,
            }
            for o in proof.outcomes
        ],
        "mutants": proof.mutants,
        "tolerated": proof.tolerated,
        "survivors": proof.survivors,
        "seconds": proof.seconds,
    }
