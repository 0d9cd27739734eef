"""Public HTTP: from a request to a message, and from a message to a response."""

import asyncio
import re
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.platform.calls.remote import BEYOND, FAULT, Failure, Fault
from labs.commerce.platform.errors import (
    InvalidError,
    PeerInDoubtError,
    PeerUnavailableError,
    ShopError,
)
from labs.commerce.platform.identity.tokens import Principal, Verifier
from labs.commerce.platform.serving.shape import Endpoint, PublicRoute, Shape

M = TypeVar("M", bound=msgspec.Struct)

JSON = b"application/json"
MAX_BODY_BYTES = 64 * 1024
MAX_BODY_S = 5
"""Whoever takes longer over a body keeps others from being let in."""
_encode = msgspec.json.Encoder().encode

_NOT_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What the decoder raises: of a wrong shape, of bytes that are no text, of a bottomless nesting."""

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The one character of Unicode that no database keeps."""


def get(path: str, endpoint: Endpoint, shape: Shape) -> PublicRoute:
    """A route that reads."""
    return PublicRoute("GET", path, endpoint, shape)


def post(path: str, endpoint: Endpoint, shape: Shape) -> PublicRoute:
    """A route that creates, or asks for something to be done."""
    return PublicRoute("POST", path, endpoint, shape)


def put(path: str, endpoint: Endpoint, shape: Shape) -> PublicRoute:
    """A route that sets."""
    return PublicRoute("PUT", path, endpoint, shape)


def delete(path: str, endpoint: Endpoint, shape: Shape) -> PublicRoute:
    """A route that removes."""
    return PublicRoute("DELETE", path, endpoint, shape)


async def body(request: Request, kind: type[M]) -> M:
    """The request's JSON body as a message.

    Raises:
        InvalidError: it is too large, not JSON, or not of that shape; `detail` says where.
    """
    return decoded(await raw_body(request), kind)


async def raw_body(request: Request) -> bytes:
    """The request's body, byte for byte.

    Raises:
        InvalidError: it is too large, or does not arrive.
    """
    raw = bytearray()
    try:
        async with asyncio.timeout(MAX_BODY_S):
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > MAX_BODY_BYTES:
                    raise InvalidError("body-too-large", limit=MAX_BODY_BYTES)
    except TimeoutError:
        raise InvalidError("body-too-slow", withinS=MAX_BODY_S) from None
    return bytes(raw)


def decoded(raw: bytes, kind: type[M]) -> M:
    """A JSON text as a message.

    Raises:
        InvalidError: it is not JSON, or not of that shape; `detail` says where.
    """
    if _NUL.search(raw):
        raise InvalidError("null-character")
    try:
        return msgspec.json.decode(raw, type=kind)
    except _NOT_JSON as error:
        raise InvalidError("body-malformed", detail=str(error)) from None


class JsonResponse(Response):
    """A message as JSON, its headers written down rather than worked out."""

    def __init__(self, message: object, status: int) -> None:
        self.status_code, self.background = status, None
        self.body = _encode(message)
        self.raw_headers = [
            (b"content-length", b"%d" % len(self.body)),
            (b"content-type", JSON),
        ]


def answer(message: object, status: int = HTTPStatus.OK) -> Response:
    """A message as a JSON response."""
    return JsonResponse(message, status)


def failure(error: ShopError) -> Response:
    """An error as a JSON response."""
    response = answer(Failure(Fault(error.code, dict(error.params))), error.status)
    if "retryAfterS" in error.params:
        response.headers["retry-after"] = str(error.params["retryAfterS"])
    if isinstance(error, PeerInDoubtError | PeerUnavailableError):
        response.headers[FAULT] = BEYOND
    return response


def caller(request: Request) -> Principal:
    """Who sent the request.

    Raises:
        UnauthenticatedError: no valid token came with it.
    """
    verifier: Verifier = request.scope["verifier"]
    return verifier.principal(request.headers.get("authorization"))


def client_address(request: Request) -> str:
    """The client's address as the gateway saw it; without a gateway, the caller's own."""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return forwarded or (request.client.host if request.client else "")


def require(request: Request, *roles: str) -> Principal:
    """Who sent the request, if they hold one of the roles."""
    principal = caller(request)
    principal.require(*roles)
    return principal


def path_uuid(request: Request, name: str) -> UUID:
    """What the path holds in the place of `{name:uuid}`."""
    found: UUID = request.path_params[name]
    return found


def path_int(request: Request, name: str) -> int:
    """What the path holds in the place of `{name:number}`."""
    found: int = request.path_params[name]
    return found


def path_slug(request: Request, name: str) -> str:
    """What the path holds in the place of `{name:slug}`."""
    found: str = request.path_params[name]
    return found
