"""Calls from other services: `POST /_rpc/<module>/<method>`, a message in and a message out."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import ValidationError

from .errors import InvalidError, NotFoundError, UnauthenticatedError
from .messages import Message

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of a module's contract."""

    takes: type[Message]
    method: Callable[[Any], Awaitable[Message]]


def router(calls: Mapping[str, Call], internal_token: str) -> APIRouter:
    """Answers only those who know the internal token: the gateway leads nobody here."""
    routes = APIRouter(prefix="/_rpc", tags=["internal"], include_in_schema=False)

    @routes.post("/{module}/{method}")
    async def call(
        request: Request,
        module: str,
        method: str,
        x_internal_token: Annotated[str, Header()] = "",
    ) -> Response:
        if not hmac.compare_digest(x_internal_token.encode(), internal_token.encode()):
            raise UnauthenticatedError("internal-token-required")
        known = calls.get(f"{module}/{method}")
        if known is None:
            raise NotFoundError("no-such-operation", operation=f"{module}/{method}")
        try:
            message = known.takes.model_validate_json(await request.body())
        except ValidationError:
            raise InvalidError("message-malformed") from None
        answer = await known.method(message)
        return Response(answer.json_bytes(), media_type=JSON)

    return routes
