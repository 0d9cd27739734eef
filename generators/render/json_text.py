"""Plain data as JSON text for readers."""

from collections.abc import Mapping
from typing import Any

import msgspec


def json_text(document: Mapping[str, Any], indent: int) -> str:
    """One document, keys in the order of the data, each on a line of its own."""
    return msgspec.json.format(msgspec.json.encode(document), indent=indent).decode() + "\n"
