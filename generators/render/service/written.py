"""The modules whose rules are written: a folder of templates each."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
UNKNOWN = "unknown"
"""The folder of what a module gets that the shop does not have."""

_FOLDER = TEMPLATES / "modules"
RULES = frozenset(each.name for each in _FOLDER.iterdir() if each.is_dir()) - {UNKNOWN}


def rules_of(identifier: str) -> list[str]:
    """The templates of a module's rules."""
    return [
        f"modules/{identifier}/{file.name}" for file in sorted((_FOLDER / identifier).glob("*.j2"))
    ]
