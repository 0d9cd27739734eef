"""What a check says about manifests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generators.checker.severity import SEVERITIES, Severity


@dataclass(frozen=True, slots=True)
class ManifestFinding:
    """One thing that is wrong in or across manifests. Its words: `manifest-<code>`."""

    code: str
    file: str
    line: int
    """Counts from 1."""
    params: Mapping[str, str | int] = field(default_factory=dict)
    column: int = 1
    """Counts from 1."""
    suggestion: str = ""
    """What was probably meant; empty where nothing is near."""
    elsewhere: bool = False
    """What is missed may well stand outside these files."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return Severity.WARNING if self.elsewhere else SEVERITIES[self.code]


def distinct(findings: Iterable[ManifestFinding]) -> list[ManifestFinding]:
    """Each finding once, however often it was come upon."""
    seen = {
        (each.code, each.file, each.line, each.column, *each.params.items()): each
        for each in findings
    }
    return list(seen.values())
