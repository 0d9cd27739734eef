"""From errors to answers: every refusal has the same shape."""

import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from .errors import DomainError, InvalidError, NotFoundError, ServiceError, UnauthenticatedError
from .log import say

Handler = Callable[[Request, Exception], Awaitable[Response]]


def failure(error: ServiceError) -> Response:
    """An error as a JSON response."""
    body = {"error": {"code": error.code, "params": dict(error.params)}}
    headers = {"www-authenticate": "Bearer"} if isinstance(error, UnauthenticatedError) else None
    text = json.dumps(body, default=str)
    return Response(text, int(error.status), headers, media_type="application/json")


def install(app: FastAPI) -> None:
    """Have the application answer failures this way."""
    app.add_exception_handler(ServiceError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _unrouted)
    app.add_exception_handler(Exception, _defect)


async def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, ServiceError):
        raise error
    return failure(error)


async def _malformed(_: Request, error: Exception) -> Response:
    """Where the request is wrong, and never what it held."""
    places = error.errors() if isinstance(error, RequestValidationError) else ()
    # what is wrong with the path names nothing
    if any(place["loc"][0] == "path" for place in places):
        return failure(NotFoundError("no-such-path"))
    told = [f"{'.'.join(map(str, place['loc']))}: {place['type']}" for place in places]
    return failure(InvalidError("body-malformed", detail=told))


async def _unrouted(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
    if status == HTTPStatus.BAD_REQUEST:
        # a body that is no text at all
        return failure(InvalidError("body-malformed"))
    wrong_method = status == HTTPStatus.METHOD_NOT_ALLOWED
    refused = DomainError("method-not-allowed" if wrong_method else "no-such-path")
    refused.status = HTTPStatus(status)
    return failure(refused)


async def _defect(_: Request, error: Exception) -> Response:
    """A defect: its kind and its place are logged, its text may hold anything."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    code = None if frame is None else frame.tb_frame.f_code
    place = "" if frame is None or code is None else f"{code.co_filename}:{frame.tb_lineno}"
    say("defect", level=logging.ERROR, error=type(error).__name__, at=place)
    return failure(ServiceError("internal-error"))
