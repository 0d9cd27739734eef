"""Findings that somebody accepts, with a reason: `# workbench: ignore CODE reason`."""

import re
from collections.abc import Iterable, Iterator, Mapping

from generators.checker.finding import ManifestFinding

_MARK = "workbench: ignore"
_COMMENT = re.compile(r"#\s*workbench: ignore\s+(?P<code>[a-z0-9-]+)[ \t]*(?P<reason>[^\r\n]*)")


def without_ignored(
    findings: Iterable[ManifestFinding], files: Mapping[str, str]
) -> Iterator[ManifestFinding]:
    """The findings that nobody accepted, and the acceptances that give no reason.

    A comment holds for its own line; alone on its line, for the next one that is no comment.
    """
    accepted: set[tuple[str, int, str]] = set()
    for file, text in files.items():
        if _MARK in text:
            for code, line, at, reason in _comments(text):
                accepted.add((file, line, code))
                if not reason.strip():
                    yield ManifestFinding("ignore-without-reason", file, at, {"code": code})
    for finding in findings:
        if (finding.file, finding.line, finding.code) not in accepted:
            yield finding


def _comments(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Each acceptance: its code, the line it holds for, its own line, its reason."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        match = _COMMENT.search(line)
        if match:
            holds = number
            while holds <= len(lines) and lines[holds - 1].lstrip().startswith("#"):
                holds += 1
            yield match["code"], holds, number, match["reason"]
