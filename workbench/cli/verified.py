"""How a cluster's answers about manifests are told."""

from pathlib import Path

import click

from labs.kubernetes.verifying import STAND_IN, Answer, Verdict
from workbench.cli.output import emit
from workbench.cli.words import words
from workbench.usecases.verification import Verification


def show_verification(found: Verification, out: Path, *, as_json: bool) -> None:
    """Print each refusal at the line it is about, and how much was asked."""
    if as_json:
        emit(_plain(found))
        return
    for answer in (*found.of(Verdict.REFUSED), *found.of(Verdict.NOT_SERVED)):
        click.echo(
            f"{out / answer.place.file}:{answer.place.line}:{answer.place.column}: {_told(answer)}"
        )
    missing = dict.fromkeys(a.object.namespace for a in found.answers if a.stood_in)
    for namespace in missing:
        click.echo(words().text("cli-verify-stand-in", namespace=namespace, stand_in=STAND_IN))
    counts = {verdict.name.lower(): len(found.of(verdict)) for verdict in Verdict}
    click.echo(
        words().text("cli-verify-done", context=found.context, version=found.version, **counts)
    )


def _told(answer: Answer) -> str:
    what = {"kind": answer.object.kind, "name": answer.object.name}
    if answer.verdict is Verdict.NOT_SERVED:
        return words().text("cli-verify-not-served", api=answer.object.api, **what)
    said = f"{answer.field}: {answer.message}" if answer.field else answer.message
    return words().text("cli-verify-refused", said=said, **what)


def _plain(found: Verification) -> dict[str, object]:
    return {
        "context": found.context,
        "version": found.version,
        "held": found.held,
        "answers": [
            {
                "verdict": answer.verdict.value,
                "file": answer.place.file,
                "line": answer.place.line,
                "column": answer.place.column,
                **answer.object._asdict(),
                "field": answer.field,
                "message": answer.message,
                "stood_in": answer.stood_in,
            }
            for answer in found.answers
        ],
    }
