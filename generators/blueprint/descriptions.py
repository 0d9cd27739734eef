"""What the model says about its fields, read from the strings below them in its source."""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import get_args

from pydantic import BaseModel


def described_fields(model: type[BaseModel]) -> Mapping[str, Mapping[str, str]]:
    """The fields of a model and of all models inside it: class to key to sentences."""
    return {each.__name__: dict(_of_class(each)) for each in _models(model, set())}


def _models(model: type[BaseModel], seen: set[type]) -> Iterator[type[BaseModel]]:
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for inner in _in_annotation(field.annotation):
            yield from _models(inner, seen)


def _in_annotation(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _in_annotation(part)]


def _of_class(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[model.__module__]))
    body = next(
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == model.__name__
    )
    for field, below in pairwise(body):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            known = model.model_fields[field.target.id]
            yield known.alias or field.target.id, " ".join(str(below.value.value).split())
