"""What a check says about manifests."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ManifestFinding:
    """One thing that is wrong across manifests. Its words: `manifest-<code>` in the catalogue."""

    code: str
    file: str
    line: int
    """Counts from 1."""
    params: Mapping[str, str | int] = field(default_factory=dict)
