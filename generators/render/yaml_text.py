"""Plain data as YAML text: the same data always gives the same bytes, and marks stand in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from generators.render.reasons.mark import Because, Mark
from generators.render.reasons.marker import NEXT, WHOLE, written

_Dumper: Any = type("_Dumper", (getattr(yaml, "CSafeDumper", yaml.SafeDumper),), {})
"""The C dumper where it is built, else the Python one."""


def _represented(dumper: Any, value: object) -> Any:  # noqa: ANN401 - the dumper of either kind
    """A value that is used twice is written twice: there is no alias to look for."""
    return dumper.yaml_representers[type(value)](dumper, value)


_Dumper.represent_data = _represented
_Dumper.ignore_aliases = lambda *_: True


def _text(_: Any, value: str) -> Any:  # noqa: ANN401 - the dumper of either kind
    """Lines stay lines: a query or a script is read more often than the file around it."""
    style = "|" if "\n" in value.strip("\n") else None
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)


def _marked(dumper: Any, block: Because) -> Any:  # noqa: ANN401
    """A mark goes before what it speaks of, as an entry that becomes a comment afterwards."""
    pairs = [*((f"#{WHOLE}", written(mark)) for mark in block.whole), *_entries(block)]
    return dumper.represent_mapping("tag:yaml.org,2002:map", pairs if block else {})


def _entries(block: Because) -> Iterator[tuple[str, object]]:
    for key, value in block.items():
        mark: Mark | None = block.entries.get(key)
        if mark:
            yield f"#{NEXT}", written(mark)
        yield key, value


def _mapping(dumper: Any, block: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """As the library does it, without its questions about order, aliases and styles."""
    known = dumper.yaml_representers
    pairs = [
        (known[type(key)](dumper, key), known[type(value)](dumper, value))
        for key, value in block.items()
    ]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)


def _sequence(dumper: Any, items: Iterable[Any]) -> Any:  # noqa: ANN401
    known = dumper.yaml_representers
    found = [known[type(item)](dumper, item) for item in items]
    return yaml.SequenceNode("tag:yaml.org,2002:seq", found, flow_style=False)


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(Because, _marked)

_MARKS = re.compile(r"^( *)((?:- )*)((?:'#why(?:-next)?': .+\n *)+)", re.MULTILINE)
"""Marks that follow one another, with the dashes of a list in front and the next entry behind."""


def yaml_text(document: Mapping[str, Any]) -> str:
    """One document, keys in the order of the data."""
    text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return _MARKS.sub(_as_comments, text) if "'#why" in text else text


def _as_comments(found: re.Match[str]) -> str:
    indent, dashes, entries = found.groups()
    lines = (line.strip().replace("'", "", 2).replace(": ", " ", 1) for line in entries.split("\n"))
    return "".join(f"{indent}{line}\n" for line in lines if line) + indent + dashes


def yaml_list(items: Iterable[Mapping[str, Any]]) -> str:
    """One document that is a list."""
    text: str = yaml.dump(list(items), Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    return text


def yaml_documents(documents: Iterable[Mapping[str, Any]]) -> str:
    """Several documents in one file."""
    return "---\n".join(yaml_text(document) for document in documents)
