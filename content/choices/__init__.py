"""What can go wrong because of a choice, as data."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def failure_modes() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Ids of failure modes by choice (its place in a blueprint) and value."""
    text = (resources.files(__package__) / "failure_modes.yaml").read_text(encoding="utf-8")
    table = yaml.safe_load(text)
    return {
        choice: {value: tuple(modes) for value, modes in values.items()}
        for choice, values in table.items()
    }
