"""A value of the blueprint chosen otherwise, in its text: whatever else stands there stays."""

import yaml

from decomposer.documents import Source
from generators.blueprint.places import missing, path_of


def with_choice(source: Source, place: str, value: str) -> str:
    """The document's text with a value at a place, over the one that stands there.

    What leads to the place is written, too, where the document leaves it to defaults.

    Raises:
        LookupError: something leads there that is neither a key nor to be made up.
    """
    path, rest = path_of(source.data, place), missing(source.data, place)
    node = source.node(path)
    if not rest and isinstance(node, yaml.ScalarNode):
        return _over(source.text, node, value)
    if rest and isinstance(node, yaml.MappingNode):
        return _inside(source.text, node, _entry(rest, value))
    if rest and isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null"):
        apart = "" if node.value else " "
        return _over(source.text, node, f"{apart}{{{_entry(rest, value)}}}")
    raise LookupError(place)


def _entry(keys: tuple[str, ...], value: str) -> str:
    """`a: {b: value}`."""
    return f"{keys[0]}: " + "".join(f"{{{key}: " for key in keys[1:]) + value + "}" * len(keys[1:])


def _over(text: str, node: yaml.ScalarNode, value: str) -> str:
    return text[: _offset(text, node.start_mark)] + value + text[_offset(text, node.end_mark) :]


def _inside(text: str, node: yaml.MappingNode, entry: str) -> str:
    """One more entry, before the first one of a mapping."""
    if node.flow_style:
        at = _offset(text, node.start_mark) + 1
        return text[:at] + entry + (", " if node.value else "") + text[at:]
    first = node.value[0][0].start_mark
    at, line_end = _offset(text, first), "\r\n" if "\r\n" in text else "\n"
    return text[:at] + entry + line_end + " " * int(first.column) + text[at:]


def _offset(text: str, mark: yaml.Mark) -> int:
    """Where a mark is in the text, which YAML reads line by line."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: mark.line])) + int(mark.column)
