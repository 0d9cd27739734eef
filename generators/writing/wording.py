"""What is said of a file, in words."""

from content.messages import Messages
from generators.writing.change import FileChange


def flaw_text(file: FileChange, words: Messages) -> str:
    """Why a file cannot be read as it stands; empty where it can."""
    found = file.flaw
    if found is None:
        return ""
    place = {"path": file.path, "line": found.line, "column": found.column}
    return words.text(f"generate-flaw-{found.code}", **place, reason=found.reason)
