"""`workbench check-manifests`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.explained import choice_line
from workbench.cli.failure import Exit
from workbench.cli.options import json_option
from workbench.cli.output import emit
from workbench.cli.words import all_words, help_for, words

if TYPE_CHECKING:
    from generators.checker import ManifestFinding
    from workbench.usecases.blaming import Blamed

SEVERITIES = ("note", "warning", "error")
FORMATS = ("text", "json", "sarif")


@click.command(help=help_for("check-manifests"))
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="note",
    help=help_for("check-manifests", "severity"),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help=help_for("check-manifests", "format"),
)
@json_option
@click.pass_context
def check_manifests(
    context: click.Context, folder: Path, severity: str, form: str, *, as_json: bool
) -> None:
    """Find what validators of single files miss; notes alone fail nothing."""
    from workbench.usecases.manifests import check_folder

    least = SEVERITIES.index(severity)
    findings = [each for each in check_folder(folder) if each.severity.rank >= least]
    _show(_blamed(folder, findings), folder, "json" if as_json else form)
    failed = any(each.severity.rank for each in findings)
    context.exit(Exit.DID_NOT_HOLD if failed else Exit.HELD)


def _blamed(folder: Path, findings: list["ManifestFinding"]) -> "list[Blamed]":
    if not findings:
        return []
    from workbench.usecases.blaming import blamed_in

    return blamed_in(folder, findings)


def _show(found: list["Blamed"], folder: Path, form: str) -> None:
    if form == "sarif":
        from workbench.cli.sarif import sarif

        root = "" if folder.is_absolute() or str(folder) == "." else folder.as_posix()
        emit(sarif(found, told, root))
    elif form == "json":
        emit([_plain(each) for each in found])
    else:
        for each in found:
            for line in _lines(each, folder):
                click.echo(line)
        counts = {name: sum(each.finding.severity == name for each in found) for name in SEVERITIES}
        click.echo(words().text("cli-manifests", **counts))


def _lines(blamed: "Blamed", folder: Path) -> Iterator[str]:
    """The finding, and below it the choices of the blueprint that its line comes from."""
    finding = blamed.finding
    place = f"{folder / finding.file}:{finding.line}:{finding.column}"
    level = words().text(f"cli-severity-{finding.severity.value}")
    yield f"{place}: {level}: {told(finding)} [{finding.code}]"
    for choice in blamed.choices:
        yield f"    {choice_line(choice, blamed.blueprint)}"


def told(finding: "ManifestFinding") -> str:
    """The words of a finding, and what was probably meant."""
    sentence = all_words().text(f"manifest-{finding.code}", **finding.params)
    if not finding.suggestion:
        return sentence
    return f"{sentence} {words().text('cli-did-you-mean', meant=finding.suggestion)}"


def _plain(blamed: "Blamed") -> dict[str, object]:
    finding = blamed.finding
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "params": finding.params,
        "suggestion": finding.suggestion,
        "message": told(finding),
        "blueprint": blamed.blueprint,
        "choices": blamed.choices,
    }
