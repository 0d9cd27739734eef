"""Places in a blueprint as text: `gateway.routes[/api/v1/orders]`, `services.order.replicas`."""

import re
from collections.abc import Iterator
from typing import Any

from decomposer.documents import Source
from decomposer.documents.problem import Path

_STEP = re.compile(r"\[([^\]]*)\]|([^.\[]+)")


def label(item: object, index: int) -> str:
    """What an item of a list is known by, so that one more before it does not change it."""
    if isinstance(item, dict):
        if "caller" in item:
            return f"{item['caller']} → {item.get('callee')}"
        for key in ("prefix", "action", "name", "callee"):
            if isinstance(item.get(key), str):
                return str(item[key])
    return str(index)


def path_of(document: Any, place: str) -> Path:  # noqa: ANN401 - whatever YAML can hold
    """The keys and positions of a place, as far as the document has them."""
    return tuple(_steps(document, place))


def stands(document: Any, place: str) -> bool:  # noqa: ANN401 - whatever YAML can hold
    """Whether the document says something there itself."""
    return not missing(document, place)


def missing(document: Any, place: str) -> tuple[str, ...]:  # noqa: ANN401 - whatever YAML can hold
    """The steps of a place that the document does not say, from the first one on."""
    steps = tuple(item or key for item, key in _STEP.findall(place))
    return steps[len(path_of(document, place)) :]


def position(source: Source, place: str) -> tuple[int, int] | None:
    """Line and column of a place; nothing where the document leaves it to a default."""
    if not stands(source.data, place):
        return None
    return source.position(path_of(source.data, place), of_key=True)


def _steps(document: Any, place: str) -> Iterator[str | int]:  # noqa: ANN401
    here = document
    for item, key in _STEP.findall(place):
        step: str | int | None
        if item or not key:
            step = _position(here, item)
        else:
            step = key if isinstance(here, dict) and key in here else None
        if step is None:
            return
        here = here[step]
        yield step


def _position(items: object, wanted: str) -> int | None:
    known = items if isinstance(items, list) else []
    return next((n for n, item in enumerate(known) if label(item, n) == wanted), None)
