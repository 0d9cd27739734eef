"""What somebody does who is called: a section for each alert that there is."""

import re
from collections.abc import Collection
from pathlib import Path

PATH = "observability/runbooks.md"
_TEXT = Path(__file__).parent / "files" / "runbooks.md"
_SECTION = re.compile(r"^## ", re.MULTILINE)


def runbooks(name: str, alerts: Collection[str]) -> str:
    """The page, without what cannot happen here."""
    about, *sections = _SECTION.split(_TEXT.read_text("utf-8"))
    kept = [f"## {section}" for section in sections if section.splitlines()[0] in alerts]
    return f"# When {name} calls somebody\n\n{about}{''.join(kept)}"


def runbook(alert: str) -> str:
    """The section of an alert, as its annotation names it."""
    return f"{PATH}#{alert.lower()}"
