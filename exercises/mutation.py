"""Systematic damage to a right answer: what a grader that looks away would not notice."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from decomposer.documents.problem import Path

Change = Literal["remove", "number", "swap"]
_QUANTITY = re.compile(r"^(\d+)(\D*)$")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A document with one thing changed."""

    change: Change
    at: str
    """`<file>:<keys and positions joined with dots>`."""
    file: str
    text: str


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Every single removal, changed number and swap of neighbours in a YAML document."""
    data = yaml.safe_load(text)
    for path, value in _walk(data):
        if path:
            yield _mutant("remove", file, path, _removed(data, path))
        changed = _changed(value)
        if changed is not None:
            yield _mutant("number", file, path, _with(data, path, changed))
        if isinstance(value, list):
            for position in range(len(value) - 1):
                swapped = _swapped(value, position)
                yield _mutant("swap", file, (*path, position), _with(data, path, swapped))


def _mutant(change: Change, file: str, path: Path, data: object) -> Mutant:
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)
    return Mutant(change, f"{file}:{'.'.join(map(str, path))}", file, text)


def _walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401 - any YAML
    yield path, value
    children: Iterator[tuple[Any, Any]] = iter(())
    if isinstance(value, dict):
        children = iter(value.items())
    elif isinstance(value, list):
        children = iter(enumerate(value))
    for step, child in children:
        yield from _walk(child, (*path, step))


def _changed(value: object) -> object:
    """Twice the number; None where there is none to change."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * 2 or 1
    quantity = _QUANTITY.match(value) if isinstance(value, str) else None
    return f"{int(quantity[1]) * 2 or 1}{quantity[2]}" if quantity else None


def _swapped(items: list[Any], position: int) -> list[Any]:
    before, after = items[position : position + 2]
    return [*items[:position], after, before, *items[position + 2 :]]


def _removed(data: object, path: Path) -> object:
    result = copy.deepcopy(data)
    del _container(result, path)[path[-1]]
    return result


def _with(data: object, path: Path, value: object) -> object:
    if not path:
        return value
    result = copy.deepcopy(data)
    _container(result, path)[path[-1]] = value
    return result


def _container(data: Any, path: Path) -> Any:  # noqa: ANN401 - any YAML
    for step in path[:-1]:
        data = data[step]
    return data
