"""YAML read with the place of every key and value remembered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import yaml

from decomposer.documents.allocation import collector_at_rest
from decomposer.documents.problem import DocumentError, Path, Problem
from decomposer.documents.syntax import syntax_problem

MAX_BYTES = 64 * 1024 * 1024
"""Above this a file is refused rather than read: no document of ours comes near it."""

MAX_YAML_BYTES = 16 * 1024 * 1024
"""YAML is read at less than a megabyte per second."""

MAX_DEPTH = 100
"""Nobody nests so deep by hand, and what reads it calls itself for each level."""

Advanced = Callable[[int, int], None]
"""Is told how much is read, and of how much."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed document and its node tree."""

    file: str
    text: str
    data: Any
    root: yaml.Node | None

    def position(self, path: Path, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at `path`, or of the nearest thing that exists.

        With `of_key` the place of the key itself is meant, where the last step is a key.
        """
        node, mark = self.root, self.root.start_mark if self.root else None
        for depth, step in enumerate(path):
            found = _step(node, step)
            if found is None:
                break
            key, node = found
            last = depth == len(path) - 1
            mark = key.start_mark if key is not None and last and of_key else node.start_mark
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def node(self, path: Path) -> yaml.Node | None:
        """What YAML made of the value at `path`; None where there is none."""
        node = self.root
        for step in path:
            found = _step(node, step)
            if found is None:
                return None
            node = found[1]
        return node


def read_text(path: FilePath, file: str | None = None) -> str:
    """The text of a document without a byte-order mark; problems call it `file`, else its path.

    Raises:
        DocumentError: the file cannot be read, is too large, or is not UTF-8.
    """
    file = file or str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError([Problem(file, 0, 0, "file-too-large")])
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise DocumentError([Problem(file, 0, 0, "file-not-found")]) from None
    except UnicodeDecodeError:
        raise DocumentError([Problem(file, 0, 0, "not-utf8")]) from None
    except OSError as error:
        raise DocumentError(
            [Problem(file, 0, 0, "file-unreadable", error.strerror or "")]
        ) from None


class _Pages:
    """A text as the parser asks for it: between two of its questions Ctrl-C is heard."""

    def __init__(self, text: str, advanced: Advanced) -> None:
        self._text, self._advanced, self._read = text.encode(), advanced, 0

    def read(self, size: int = 2**14, /) -> bytes:
        """The next bytes; none at the end."""
        begin = self._read
        self._read = min(begin + size, len(self._text))
        self._advanced(self._read, len(self._text))
        return self._text[begin : self._read]


def read_yaml(path: FilePath, advanced: Advanced = lambda _done, _of: None) -> Source:
    """Read a YAML file.

    Raises:
        DocumentError: the file cannot be read, is not UTF-8, or is not one YAML mapping.
    """
    return parse_yaml(read_text(path), str(path), advanced)


def parse_yaml(text: str, file: str, advanced: Advanced = lambda _done, _of: None) -> Source:
    """Parse YAML text that came from `file`.

    Raises:
        DocumentError: with the place of the syntax error, every duplicate key and every alias; or
            the text is too long.
    """
    if len(text) > MAX_YAML_BYTES:
        raise DocumentError([Problem(file, 0, 0, "yaml-too-large")])
    with collector_at_rest():
        return _parsed(text, file, advanced)


def _parsed(text: str, file: str, advanced: Advanced) -> Source:
    try:
        root = yaml.compose(_Pages(text, advanced), Loader=_Loader)
    except yaml.YAMLError as error:
        raise DocumentError([syntax_problem(error, text, file)]) from None
    except RecursionError:
        raise DocumentError([Problem(file, 0, 0, "yaml-too-deep")]) from None
    if root is None:
        raise DocumentError([Problem(file, 0, 0, "document-empty")])
    if not isinstance(root, yaml.MappingNode):
        line, column = root.start_mark.line + 1, root.start_mark.column + 1
        begins = text.split("\n")[line - 1].strip()
        raise DocumentError([Problem(file, line, column, "not-a-mapping", begins)])
    problems = list(_structure_problems(root, text, file))
    if problems:
        raise DocumentError(problems)
    loader = _Loader(text)
    try:
        data = loader.construct_document(root)
    except yaml.YAMLError as error:
        raise DocumentError([syntax_problem(error, text, file)]) from None
    except ValueError as error:
        raise DocumentError([Problem(file, 0, 0, "yaml-syntax", str(error))]) from None
    finally:
        loader.dispose()
    return Source(file, text, data, root)


def _structure_problems(root: yaml.Node, text: str, file: str) -> Iterator[Problem]:
    """Too deep nesting, duplicate keys (YAML keeps the last), aliases (they can explode)."""
    seen: set[int] = set()
    has_aliases = False
    waiting: list[tuple[yaml.Node, int]] = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            mark = node.start_mark
            yield Problem(file, mark.line + 1, mark.column + 1, "yaml-too-deep")
            return
        if id(node) in seen:
            has_aliases = True
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend((item, depth + 1) for item in node.value)
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    mark = key.start_mark
                    yield Problem(file, mark.line + 1, mark.column + 1, "key-not-text")
                    continue
                if key.value in keys:
                    mark = key.start_mark
                    yield Problem(
                        file, mark.line + 1, mark.column + 1, "duplicate-key", str(key.value)
                    )
                keys.add(key.value)
                waiting.append((value, depth + 1))
    if has_aliases:
        yield from _aliases(text, file)


def _aliases(text: str, file: str) -> Iterator[Problem]:
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) and event.start_mark is not None:
            mark = event.start_mark
            yield Problem(file, mark.line + 1, mark.column + 1, "yaml-alias", event.anchor or "")


def _step(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None
