"""Public HTTP: from a request to a message, and from a message to a response."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.platform.errors import InvalidError, ShopError
from labs.commerce.platform.identity import Principal, Verifier
from labs.commerce.platform.remote import Failure, Fault

M = TypeVar("M", bound=msgspec.Struct)

Endpoint = Callable[[Request], Awaitable[Response]]

JSON = b"application/json"
MAX_BODY_BYTES = 64 * 1024
_encode = msgspec.json.Encoder().encode


def get(path: str, endpoint: Endpoint) -> Route:
    """A route that reads."""
    return Route(path, endpoint, methods=["GET"])


def post(path: str, endpoint: Endpoint) -> Route:
    """A route that creates, or asks for something to be done."""
    return Route(path, endpoint, methods=["POST"])


def put(path: str, endpoint: Endpoint) -> Route:
    """A route that sets."""
    return Route(path, endpoint, methods=["PUT"])


def delete(path: str, endpoint: Endpoint) -> Route:
    """A route that removes."""
    return Route(path, endpoint, methods=["DELETE"])


async def body(request: Request, kind: type[M]) -> M:
    """The request's JSON body as a message.

    Raises:
        InvalidError: it is too large, not JSON, or not of that shape; `detail` says where.
    """
    return decoded(await raw_body(request), kind)


async def raw_body(request: Request) -> bytes:
    """The request's body, byte for byte.

    Raises:
        InvalidError: it is too large.
    """
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MAX_BODY_BYTES:
            raise InvalidError("body-too-large", limit=MAX_BODY_BYTES)
    return bytes(raw)


def decoded(raw: bytes, kind: type[M]) -> M:
    """A JSON text as a message.

    Raises:
        InvalidError: it is not JSON, or not of that shape; `detail` says where.
    """
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
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
    """A UUID from the path."""
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise InvalidError("not-a-uuid", field=name) from None


def path_int(request: Request, name: str) -> int:
    """A whole number from the path."""
    return _number(name, request.path_params[name])


def query_int(request: Request, name: str, default: int, *, high: int) -> int:
    """A whole number from the query string, between 0 and `high`."""
    number = _number(name, request.query_params.get(name, str(default)))
    if not 0 <= number <= high:
        raise InvalidError("out-of-range", field=name, low=0, high=high)
    return number


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004 - fits an int4
        raise InvalidError("not-a-number", field=name)
    return int(text)
