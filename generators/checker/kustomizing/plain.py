"""A located value as ordinary data, as a cluster would read it."""

import re

from generators.checker.located import Value

_FLOAT = re.compile(
    r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+"
)

Plain = str | int | float | bool | dict[str, "Plain"] | list["Plain"] | None


def plain(value: Value) -> Plain:
    """Mappings, lists, texts, numbers and truth values."""
    content = value.content
    if isinstance(content, dict):
        return {key: plain(item) for key, item in content.items()}
    if isinstance(content, list):
        return [plain(item) for item in content]
    if content is None or not value.plain:
        return content
    number, truth = value.number(), value.truth()
    if number is not None or truth is not None:
        return number if number is not None else truth
    return float(content) if _FLOAT.fullmatch(content) else content
