"""What is left of a document without the smallest parts whose shape is wrong."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Any, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from decomposer.documents.problem import Path
from decomposer.documents.validation import OF_THE_KEY, accepted, document_path, fields

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that is not there any more, or has another value."""

    at: Path
    """The entry of a list or a mapping around what is wrong; outside of any, the wrong alone."""
    wrong: Path
    """Where the shape is wrong; of a wrong key what is around it, as any could be meant."""
    beside: frozenset[str | int]
    """The other keys around a wrong key: for none of these it is meant."""
    texts: frozenset[str]
    """All that was written there."""
    instead: str | None = None
    """A value that is allowed there."""


@dataclass(frozen=True, slots=True)
class Remainder(Generic[M]):
    """A document that has the right shape, for what is not there."""

    document: M
    left_out: tuple[LeftOut, ...]

    def in_the_text(self, path: Path) -> Path:
        """Where a path of the remainder leads in the document as it was written."""
        return _as_written(path, {part.at for part in self.left_out if part.instead is None})


def remainder(
    data: Mapping[str, Any], model: type[M], kept: Collection[str] = ()
) -> Remainder[M] | None:
    """The document without what is wrong; None where nothing can be made of it.

    Entries of the sections in `kept` lose only the wrong field.
    """
    parts: list[LeftOut] = []
    while True:
        missing = {part.at for part in parts if part.instead is None}
        instead = {part.at: part.instead for part in parts if part.instead is not None}
        try:
            document = model.model_validate(_rest(data, missing, instead))
        except ValidationError as error:
            found = [_part(data, model, detail, missing, kept) for detail in error.errors()]
            if any(not part.at or part.at in missing for part in found):
                return None
            parts += [replace(part, instead=None) if part.at in instead else part for part in found]
        else:
            return Remainder(document, tuple(parts))


def _part(
    data: Mapping[str, Any],
    model: type[BaseModel],
    detail: ErrorDetails,
    missing: Collection[Path],
    kept: Collection[str],
) -> LeftOut:
    of_key = detail["loc"][-1:] == (OF_THE_KEY,)
    loc = detail["loc"][:-1] if of_key or detail["type"] == "missing" else detail["loc"]
    path = document_path(data, _as_written(loc, missing))
    key_is_wrong = of_key or detail["type"] == "extra_forbidden"
    wrong = path[:-1] if key_is_wrong else path
    around = _value(data, wrong)
    beside = frozenset(around if key_is_wrong and isinstance(around, dict) else ())
    entry = None if path[:1] and path[0] in kept else _entry(model, wrong)
    at = path if entry is None else entry
    allowed = accepted(detail.get("ctx", {})) if entry is None else ()
    texts = frozenset(_texts(_value(data, at)))
    return LeftOut(at, wrong, beside, texts, next(iter(allowed), None))


def _entry(model: type[BaseModel], path: Path) -> Path | None:
    """The innermost entry of a list or a mapping of models that `path` leads into."""
    hints: list[object] = [model]
    innermost = None
    for depth, step in enumerate(path, 1):
        entered = [found for hint in hints for found in _entered(hint, step)]
        hints = [hint for hint, _ in entered]
        if any(is_entry for _, is_entry in entered):
            innermost = path[:depth]
    return innermost


def _entered(hint: object, step: str | int) -> Iterator[tuple[object, bool]]:
    """What a type has at `step`, and whether that is a model among many."""
    origin = get_origin(hint)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        if field := fields(hint).get(str(step)):
            yield field.annotation, False
    elif isinstance(origin, type) and issubclass(origin, Collection):
        inside = next(each for each in reversed(get_args(hint)) if each is not Ellipsis)
        yield inside, isinstance(inside, type) and issubclass(inside, BaseModel)
    else:
        for part in get_args(hint):
            yield from _entered(part, step)


def _rest(
    value: object, missing: Collection[Path], instead: Mapping[Path, str], at: Path = ()
) -> object:
    """The value without what is missing, and with what stands there instead."""
    if at in instead:
        return instead[at]
    if isinstance(value, dict):
        return {
            key: _rest(each, missing, instead, (*at, key))
            for key, each in value.items()
            if (*at, key) not in missing
        }
    if isinstance(value, list):
        return [
            _rest(each, missing, instead, (*at, index))
            for index, each in enumerate(value)
            if (*at, index) not in missing
        ]
    return value


def _as_written(path: Path, missing: Collection[Path]) -> Path:
    """The path with the positions that its lists had before items went missing."""
    written: Path = ()
    for step in path:
        before = written
        there = (n for n in count() if (*before, n) not in missing)
        written = (*before, next(islice(there, step, None)) if isinstance(step, int) else step)
    return written


def _value(value: object, path: Path) -> object:
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        else:
            value = value[step] if isinstance(value, list) and isinstance(step, int) else None
    return value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
