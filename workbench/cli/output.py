"""How answers are printed: JSON for programs, aligned lines for people."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import click


def emit(answer: object) -> None:
    """Print an answer as one JSON document."""
    click.echo(json.dumps(_plain(answer), ensure_ascii=False, indent=2))


def rows(table: Iterable[Sequence[object]], indent: str = "  ") -> None:
    """Print rows with their columns aligned."""
    lines = [[str(cell) for cell in row] for row in table]
    if not lines:
        return
    widths = [
        max(len(row[i]) for row in lines if i < len(row)) for i in range(max(map(len, lines)))
    ]
    for row in lines:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        click.echo((indent + "  ".join(cells)).rstrip())


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)
