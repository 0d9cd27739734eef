"""Plain data as YAML text: the same data always gives the same bytes."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

_Dumper: Any = type("_Dumper", (getattr(yaml, "CSafeDumper", yaml.SafeDumper),), {})
"""The C dumper where it is built, else the Python one."""

_Dumper.ignore_aliases = lambda *_: True  # a value that is used twice is written twice


def _text(dumper: Any, value: str) -> Any:  # noqa: ANN401 - the dumper of either kind
    """Lines stay lines: a query or a script is read more often than the file around it."""
    style = "|" if "\n" in value.strip("\n") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def yaml_text(document: Mapping[str, Any]) -> str:
    """One document, keys in the order of the data."""
    text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def yaml_documents(documents: Iterable[Mapping[str, Any]]) -> str:
    """Several documents in one file."""
    return "---\n".join(yaml_text(document) for document in documents)
