"""The public HTTP API in OpenAPI 3.1, out of what its routes declare."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.convertors import Convertor, UUIDConvertor

from labs.commerce.platform.calls.remote import Failure
from labs.commerce.platform.serving.parameters import Parameter
from labs.commerce.platform.serving.shape import (
    JSON,
    NumberConvertor,
    PublicRoute,
    Published,
    Shape,
)

Json = dict[str, Any]

_SCHEMAS = "#/components/schemas/{name}"
_ALWAYS = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)
"""What any request may get: the deployable has too much to do, or the deadline has passed."""


def document(title: str, version: str, published: Iterable[Published]) -> Json:
    """The description of some routes."""
    routes = list(published)
    types = [Failure, *(kind for _, _, route in routes for kind in _types(route.shape))]
    found, definitions = msgspec.json.schema_components(types, ref_template=_SCHEMAS)
    schemas = dict(zip(map(repr, types), found, strict=True))
    paths: dict[str, Json] = {}
    for module, path, route in routes:
        operation = _operation(module, route, schemas)
        paths.setdefault(path, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {"schemas": definitions, "securitySchemes": _schemes(routes)},
    }


def _types(shape: Shape) -> list[object]:
    kinds = (shape.takes, *shape.successes.values())
    return [kind for kind in kinds if kind is not None]


def _operation(module: str, route: PublicRoute, schemas: Mapping[str, Json]) -> Json:
    shape = route.shape
    name = route.endpoint.__name__.replace("_", "-")
    operation: Json = {
        "operationId": f"{module}.{name}",
        "tags": [module],
        "parameters": [*_in_path(route.param_convertors), *map(_parameter, shape.asks)],
        "responses": _responses(route, schemas),
        "security": [{proof.name: list(shape.by.roles)} for proof in shape.by.proofs],
    }
    if shape.takes is not None:
        content = {JSON: {"schema": schemas[repr(shape.takes)]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _in_path(convertors: Mapping[str, Convertor[Any]]) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _path_schema(convertor)}
        for name, convertor in convertors.items()
    ]


def _path_schema(convertor: Convertor[Any]) -> Json:
    if isinstance(convertor, UUIDConvertor):
        return {"type": "string", "format": "uuid"}
    if isinstance(convertor, NumberConvertor):
        return {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    return {"type": "string", "pattern": f"^{convertor.regex}$"}


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }


def _responses(route: PublicRoute, schemas: Mapping[str, Json]) -> Json:
    shape = route.shape
    refusals = [*shape.refusals(list(route.param_convertors)), *_ALWAYS]
    failure = {"content": {JSON: {"schema": schemas[repr(Failure)]}}}
    return {
        **{str(int(status)): _described(status, failure) for status in refusals},
        **{
            str(int(status)): _described(status, _success(shape, kind, schemas))
            for status, kind in shape.successes.items()
        },
    }


def _success(shape: Shape, kind: object, schemas: Mapping[str, Json]) -> Json:
    return {} if kind is None else {"content": {shape.media: {"schema": schemas[repr(kind)]}}}


def _described(status: int, response: Json) -> Json:
    return {"description": HTTPStatus(status).phrase, **response}


def _schemes(routes: Sequence[Published]) -> Json:
    return {
        proof.name: dict(proof.scheme) for _, _, route in routes for proof in route.shape.by.proofs
    }
