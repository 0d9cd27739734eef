"""The provider's public API: cards from anybody, payments from merchants."""

import hmac
from functools import partial, wraps
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.companions.payment_provider.api import (
    Authorise,
    Captures,
    Card,
    OpenFor,
    PartialRefund,
    PaymentRef,
    Standing,
    Standings,
    Tokenise,
    TokenRef,
)
from labs.commerce.companions.payment_provider.service import PaymentProviderService
from labs.commerce.platform.errors import UnauthenticatedError
from labs.commerce.platform.serving.shape import (
    ANYONE,
    Callers,
    Endpoint,
    Proof,
    PublicRoute,
    Shape,
)
from labs.commerce.platform.serving.web import answer, body, post

_MERCHANT = Callers((Proof.bearer("merchantKey"),))
_asking = partial(Shape, _MERCHANT)
_naming = partial(Shape, _MERCHANT, refuses=[HTTPStatus.NOT_FOUND])


def routes(provider: PaymentProviderService, merchant_key: str) -> list[PublicRoute]:
    """What cardholders and merchants may ask for."""

    async def tokenise(request: Request) -> Response:
        card = await provider.tokenise((await body(request, Tokenise)).card_number)
        return answer(card, HTTPStatus.CREATED)

    token = Shape(ANYONE, takes=Tokenise, gives=Card, status=HTTPStatus.CREATED)
    guarded = [
        post(path, _guarded(endpoint, merchant_key), shape)
        for path, endpoint, shape in _for_merchants(provider)
    ]
    return [*guarded, post("/v1/tokens", tokenise, token)]


def _for_merchants(provider: PaymentProviderService) -> list[tuple[str, Endpoint, Shape]]:
    async def card(request: Request) -> Response:
        return answer(await provider.card((await body(request, TokenRef)).token))

    async def authorise(request: Request) -> Response:
        return answer(await provider.authorise(await body(request, Authorise)))

    async def capture(request: Request) -> Response:
        wanted = await body(request, Captures)
        return answer(Standings(payments=await provider.capture(wanted.references)))

    async def reverse(request: Request) -> Response:
        return answer(await provider.reverse((await body(request, PaymentRef)).reference))

    async def refund(request: Request) -> Response:
        return answer(await provider.refund(await body(request, PartialRefund)))

    async def look(request: Request) -> Response:
        return answer(await provider.look((await body(request, PaymentRef)).reference))

    async def open_for(request: Request) -> Response:
        wanted = await body(request, OpenFor)
        return answer(Standings(payments=await provider.store.open_for(wanted.at_least_ms)))

    refused = [HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT]
    authorisation = _asking(takes=Authorise, gives=Standing, refuses=refused)
    returning = _asking(takes=PartialRefund, gives=Standing, refuses=[HTTPStatus.CONFLICT])
    return [
        ("/v1/authorisations", authorise, authorisation),
        ("/v1/captures", capture, _naming(takes=Captures, gives=Standings)),
        ("/v1/reversals", reverse, _naming(takes=PaymentRef, gives=Standing)),
        ("/v1/refunds", refund, returning),
        ("/v1/inquiries", look, _naming(takes=PaymentRef, gives=Standing)),
        ("/v1/reports/open", open_for, _asking(takes=OpenFor, gives=Standings)),
        ("/v1/cards/inquiries", card, _naming(takes=TokenRef, gives=Card)),
    ]


def _guarded(endpoint: Endpoint, merchant_key: str) -> Endpoint:
    """Only for who shows the merchant's key."""

    @wraps(endpoint)
    async def serve(request: Request) -> Response:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), merchant_key.encode()):
            raise UnauthenticatedError("merchant-key-required")
        return await endpoint(request)

    return serve
