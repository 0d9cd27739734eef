"""A finding in words, the same in every face."""

from collections.abc import Mapping

from content.messages.catalogue import Messages
from exercises.grading.documents import PROBLEM
from exercises.model import Finding


def headline(words: Messages, finding: Finding) -> str:
    """What is wrong, in one sentence."""
    if finding.code.startswith(PROBLEM):
        return words.text(finding.code, **finding.params)
    return words.text(f"finding-{finding.code}", **_told(words, finding))


def consequence(words: Messages, finding: Finding) -> str:
    """Why it matters; empty for a document that cannot be read, where the headline says it all."""
    key = f"finding-{finding.code}-why"
    return words.text(key, **_told(words, finding)) if key in words else ""


def held(words: Messages, code: str) -> str:
    """What a check that holds has shown."""
    return words.text(f"held-{code}")


def _told(words: Messages, finding: Finding) -> Mapping[str, str | int | float]:
    """The finding's values, in words where the catalogue has them: `<place>-<value>`."""
    return {
        place: words.text(f"{place}-{value}") if f"{place}-{value}" in words else value
        for place, value in finding.params.items()
    }
