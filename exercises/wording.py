"""A finding in words, the same in every face."""

from content.messages.catalogue import Messages
from exercises.grading.documents import PROBLEM
from exercises.model import Finding


def headline(words: Messages, finding: Finding) -> str:
    """What is wrong, in one sentence."""
    if finding.code.startswith(PROBLEM):
        return words.text(finding.code, **finding.params)
    return words.text(f"finding-{finding.code}", **finding.params)


def consequence(words: Messages, finding: Finding) -> str:
    """Why it matters; empty for a document that cannot be read, where the headline says it all."""
    key = f"finding-{finding.code}-why"
    return words.text(key, **finding.params) if key in words else ""


def held(words: Messages, code: str) -> str:
    """What a check that holds has shown."""
    return words.text(f"held-{code}")
