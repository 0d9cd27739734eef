"""The provider's public API: cards from anybody, payments from merchants."""

import hmac
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.companions.payment_provider.api import (
    Authorise,
    Captures,
    OpenFor,
    PaymentRef,
    Standings,
    Tokenise,
    TokenRef,
)
from labs.commerce.companions.payment_provider.service import PaymentProviderService
from labs.commerce.platform.errors import UnauthenticatedError
from labs.commerce.platform.web import Endpoint, answer, body, post


def routes(provider: PaymentProviderService, merchant_key: str) -> list[Route]:
    """What cardholders and merchants may ask for."""

    async def tokenise(request: Request) -> Response:
        card = await provider.tokenise((await body(request, Tokenise)).card_number)
        return answer(card, HTTPStatus.CREATED)

    guarded = [
        post(path, _guarded(endpoint, merchant_key)) for path, endpoint in _for_merchants(provider)
    ]
    return [*guarded, post("/v1/tokens", tokenise)]


def _for_merchants(provider: PaymentProviderService) -> list[tuple[str, Endpoint]]:
    async def card(request: Request) -> Response:
        return answer(await provider.card((await body(request, TokenRef)).token))

    async def authorise(request: Request) -> Response:
        return answer(await provider.authorise(await body(request, Authorise)))

    async def capture(request: Request) -> Response:
        wanted = await body(request, Captures)
        return answer(Standings(payments=await provider.capture(wanted.references)))

    async def reverse(request: Request) -> Response:
        return answer(await provider.reverse((await body(request, PaymentRef)).reference))

    async def look(request: Request) -> Response:
        return answer(await provider.look((await body(request, PaymentRef)).reference))

    async def open_for(request: Request) -> Response:
        wanted = await body(request, OpenFor)
        return answer(Standings(payments=await provider.store.open_for(wanted.at_least_ms)))

    return [
        ("/v1/authorisations", authorise),
        ("/v1/captures", capture),
        ("/v1/reversals", reverse),
        ("/v1/inquiries", look),
        ("/v1/reports/open", open_for),
        ("/v1/cards/inquiries", card),
    ]


def _guarded(endpoint: Endpoint, merchant_key: str) -> Endpoint:
    """Only for who shows the merchant's key."""

    async def serve(request: Request) -> Response:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), merchant_key.encode()):
            raise UnauthenticatedError("merchant-key-required")
        return await endpoint(request)

    return serve
