"""Verdicts as text."""

from collections.abc import Iterable, Iterator

from tests.verify.tool import Verdict

HEAD = "| tool | version | files | findings |\n|---|---|---|---|"
_SHOWN = 40
"""Findings of one tool: whoever mends the first of a kind mends the others."""


def row(verdict: Verdict) -> str:
    """A line of the table."""
    if verdict.missing:
        return f"| {verdict.tool} | {verdict.version} | | not asked: {verdict.missing} |"
    counted = f"{verdict.passed:,} passed, {verdict.skipped:,} skipped with reasons"
    besides = f" ({counted})" if verdict.passed or verdict.skipped else ""
    found = f"{len(verdict.findings)}{besides}"
    return f"| {verdict.tool} | {verdict.version} | {verdict.files:,} | {found} |"


def detailed(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """What was found, tool by tool."""
    for verdict in verdicts:
        if verdict.findings:
            yield f"\n{verdict.tool}"
            yield from (f"  {finding}" for finding in verdict.findings[:_SHOWN])
            if len(verdict.findings) > _SHOWN:
                yield f"  … {len(verdict.findings) - _SHOWN} more"
