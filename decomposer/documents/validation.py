"""From a parsed document to a model: every problem at once, each with its place."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from decomposer.documents.problem import DocumentError, Path, Problem, Violation
from decomposer.documents.reasons import reason
from decomposer.documents.source import Source

M = TypeVar("M", bound=BaseModel)
OF_THE_KEY = "[key]"
"""The step by which pydantic says that a key itself is wrong."""

Rule = Callable[[M], Iterable[Violation]]


def validate(source: Source, model: type[M], rules: Iterable[Rule[M]] = ()) -> M:
    """Build `model` from a document and hold every rule against it.

    Raises:
        DocumentError: with all shape problems; or, where the shape is right, all broken rules.
    """
    try:
        document = model.model_validate(source.data)
    except ValidationError as error:
        problems = [_shape_problem(source, model, detail) for detail in error.errors()]
        raise DocumentError(problems) from None
    violations = [violation for rule in rules for violation in rule(document)]
    if violations:
        raise DocumentError(located(source, violation) for violation in violations)
    return document


def nearest(value: str, candidates: Iterable[str]) -> str | None:
    """The candidate a typo most probably meant, if any is near."""
    matches = get_close_matches(value.lower(), [str(c) for c in candidates], n=1, cutoff=0.6)
    return matches[0] if matches else None


def located(source: Source, violation: Violation) -> Problem:
    """A violation at its place in the text, with what was probably meant."""
    line, column = source.position(violation.at, of_key=violation.on_key)
    return Problem(
        source.file,
        line,
        column,
        violation.code,
        violation.value,
        violation.expected,
        nearest(violation.value, violation.expected),
        violation.params,
    )


def _shape_problem(source: Source, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    on_key = detail["loc"][-1:] == (OF_THE_KEY,)
    path = document_path(source.data, detail["loc"][:-1] if on_key else detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        line, column = source.position(path, of_key=True)
        known = _keys_at(model, path[:-1])
        key = str(path[-1]) if path else ""
        return Problem(source.file, line, column, "unknown-key", key, known, nearest(key, known))
    line, column = source.position(path, of_key=on_key)
    if kind == "missing":
        return Problem(source.file, line, column, "missing-key", str(detail["loc"][-1]))
    value = _shown(detail["input"])
    context = detail.get("ctx", {})
    expected = accepted(context)
    if expected:
        return Problem(
            source.file, line, column, "not-one-of", value, expected, nearest(value, expected)
        )
    code, params = reason(kind, context)
    return Problem(
        source.file, line, column, code, value, params={**params, "reason": detail["msg"]}
    )


def accepted(context: dict[str, Any]) -> tuple[str, ...]:
    """The values that one of a few could have had, from what pydantic says about it."""
    text = str(context.get("expected", ""))
    return tuple(part.strip(" '") for part in text.replace(" or ", ", ").split(",") if part.strip())


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - a line of a terminal


def document_path(data: object, loc: tuple[int | str, ...]) -> Path:
    """Drop the steps pydantic adds for unions and validators: they are not in the document."""
    path: list[str | int] = []
    for index, step in enumerate(loc):
        if isinstance(data, dict):
            if step in data:
                data = data[step]
                path.append(step)
            elif index == len(loc) - 1:
                path.append(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
            path.append(step)
    return tuple(path)


def _keys_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the model allows at `path`, for a suggestion."""
    models: list[type[BaseModel]] = [model]
    for step in path:
        following: list[type[BaseModel]] = []
        for candidate in models:
            field = fields(candidate).get(str(step))
            if field is not None:
                following.extend(_models_in(field.annotation))
        # a step that is no field is a dictionary key or a list position: stay on the same models
        models = following or models
    return tuple(dict.fromkeys(key for candidate in models for key in fields(candidate)))


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The model's fields by the key a document writes."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]
