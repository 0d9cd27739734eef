"""How a plan of generated files is told."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generators.writing import Change, FileChange, Plan, Undone
from generators.writing.wording import flaw_text
from workbench.cli.explained import choice_line
from workbench.cli.output import emit
from workbench.cli.switched import show_switch, summary
from workbench.cli.words import all_words, words

if TYPE_CHECKING:
    from workbench.usecases.blaming import Blamed
    from workbench.usecases.switching import Switch


def show_plan(
    plan: Plan,
    out: Path,
    *,
    with_diffs: bool = False,
    findings: "Sequence[Blamed]" = (),
    switch: "Switch | None" = None,
    as_json: bool,
) -> None:
    """Print what happens to each file, what is wrong with manifests, and what a switch means."""
    if as_json:
        answer = _summary(plan, out, with_diffs=with_diffs, findings=findings)
        emit(answer | ({"switch": summary(switch)} if switch else {}))
        return
    if plan.record_damaged:
        click.echo(words().text("cli-generate-record-damaged"))
    changes = (file for change in Change for file in plan.of(change))
    lines = [line for file in changes for line in _lines(file, with_diffs=with_diffs)]
    if lines:
        click.echo("\n".join(lines))
    for blamed in findings:
        for line in _finding(blamed, out):
            click.echo(line)
    counts = {change.value: len(plan.of(change)) for change in Change}
    click.echo(words().text("cli-generate-done", out=out, **counts))
    if counts[Change.CONFLICT]:
        click.echo(words().text("cli-generate-conflicts", n=counts[Change.CONFLICT]))
    if switch:
        show_switch(switch)


def show_undone(undone: Undone, out: Path, *, as_json: bool) -> None:
    """Print what was put back, and what was not."""
    if as_json:
        emit({"out": out, "restored": undone.restored, "kept": undone.kept})
        return
    for path in undone.kept:
        click.echo(f"  {words().text('cli-generate-undo-kept')}  {path}")
    click.echo(words().text("cli-generate-undone", out=out, n=len(undone.restored)))


def _lines(file: FileChange, *, with_diffs: bool) -> Iterator[str]:
    if file.change is not Change.UNCHANGED:
        yield f"  {words().text(f'cli-change-{file.change.value}')}  {file.path}"
    if file.flaw:
        yield f"    {flaw_text(file, all_words())}"
    if file.change is Change.CONFLICT and file.after is None:
        yield f"    {words().text('cli-generate-gone')}"
    if with_diffs:
        yield from _differences(file)


def _finding(blamed: "Blamed", out: Path) -> Iterator[str]:
    """What is wrong, and the lines of the blueprint that it comes from."""
    finding = blamed.finding
    told = all_words().text(f"manifest-{finding.code}", **finding.params)
    yield f"{out / finding.file}:{finding.line}: {told}"
    for choice in blamed.choices:
        yield f"    {choice_line(choice, blamed.blueprint)}"


def _differences(file: FileChange) -> Iterator[str]:
    if file.clashes:
        yield from _clashes(file)
    elif file.change in {Change.CHANGED, Change.MERGED, Change.CONFLICT} and file.diff:
        yield file.diff
    if file.edits and file.change in {Change.UNCHANGED, Change.MERGED}:
        yield f"  {words().text('cli-generate-edits')}\n{file.edits}"


def _clashes(file: FileChange) -> Iterator[str]:
    """Each place with both sides and what they began with, as merge tools show it."""
    mine, base, theirs = (
        words().text(f"cli-generate-{side}") for side in ("mine", "base", "theirs")
    )
    for clash in file.clashes:
        yield f"    {file.path}:{clash.line}"
        yield f"<<<<<<< {mine}\n{clash.mine}"
        yield f"||||||| {base}\n{clash.base}"
        yield f"=======\n{clash.generated}\n>>>>>>> {theirs}"


def _summary(
    plan: Plan, out: Path, *, with_diffs: bool, findings: "Sequence[Blamed]"
) -> dict[str, object]:
    told: dict[str, object] = {
        "out": out,
        "clean": plan.clean and not findings,
        "record_damaged": plan.record_damaged,
        **{change.value: [file.path for file in plan.of(change)] for change in Change},
        "flaws": [{"path": file.path, "flaw": file.flaw} for file in plan.files if file.flaw],
        "manifests": [{**asdict(one.finding), "choices": one.choices} for one in findings],
    }
    if with_diffs:
        told["files"] = [
            {
                "path": file.path,
                "change": file.change.value,
                "diff": file.diff,
                "edits": file.edits,
                "clashes": file.clashes,
            }
            for file in plan.files
            if file.change not in {Change.NEW, Change.UNCHANGED} or file.edits
        ]
    return told
