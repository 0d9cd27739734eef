"""The public API of payments."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.companions.payment_provider.api import Notice
from labs.commerce.companions.payment_provider.signature import HEADER
from labs.commerce.modules.payments.api import Payment
from labs.commerce.modules.payments.callbacks import Callbacks, Heard
from labs.commerce.modules.payments.method_store import Method
from labs.commerce.modules.payments.refund_store import GrantedRefund
from labs.commerce.modules.payments.refunds import GrantRefund, Refunds
from labs.commerce.modules.payments.service import PaymentsService
from labs.commerce.modules.payments.store import Entry
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.messages import Command, Message
from labs.commerce.platform.serving.parameters import IDEMPOTENCY_KEY
from labs.commerce.platform.serving.shape import (
    SIGNED_IN,
    Callers,
    Proof,
    PublicRoute,
    Shape,
    holders,
)
from labs.commerce.platform.serving.web import answer, body, caller, get, path_uuid, post, raw_body


class AddMethod(Command, frozen=True):
    """What the provider gave its holder for a card."""

    token: str


class MethodShown(Message, frozen=True, kw_only=True):
    """A payment method on file."""

    method: str
    last4: str


class Statement(Message, frozen=True, kw_only=True):
    """A payment with everything that happened to it."""

    payment: Payment
    ledger: list[Entry]


_PROVIDER = Callers((Proof.header("callbackSignature", HEADER),))
_ADDING = Shape(
    SIGNED_IN,
    takes=AddMethod,
    gives=MethodShown,
    status=HTTPStatus.CREATED,
    refuses=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
)
_GRANTING = Shape(
    holders("admin"),
    asks=[IDEMPOTENCY_KEY],
    takes=GrantRefund,
    gives=GrantedRefund,
    status=HTTPStatus.CREATED,
    otherwise={HTTPStatus.ACCEPTED: GrantedRefund},
    refuses=[HTTPStatus.CONFLICT],
)


def routes(payments: PaymentsService, refunds: Refunds, callbacks: Callbacks) -> list[PublicRoute]:
    """Payment methods, one's own payments, what staff give back, and the provider's callbacks."""

    async def add_method(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, AddMethod)
        method = await payments.add_method(user, wanted.token)
        return answer(_shown(method), HTTPStatus.CREATED)

    async def my_methods(request: Request) -> Response:
        mine = await payments.methods.of_user(caller(request).user_id)
        return answer([_shown(method) for method in mine])

    async def called_back(request: Request) -> Response:
        signature = request.headers.get(HEADER, "")
        return answer(await callbacks.hear(await raw_body(request), signature))

    async def grant(request: Request) -> Response:
        order_id, wanted = path_uuid(request, "order_id"), await body(request, GrantRefund)
        refund = await refunds.grant(order_id, wanted, IDEMPOTENCY_KEY.of(request))
        return answer(refund, HTTPStatus.ACCEPTED if refund.is_owed else HTTPStatus.CREATED)

    async def show(request: Request) -> Response:
        principal, order_id = caller(request), path_uuid(request, "order_id")
        payment, ledger = await payments.statement(order_id)
        if payment.user_id != principal.user_id and "admin" not in principal.roles:
            raise NotFoundError("payment-unknown", orderId=str(order_id))
        return answer(Statement(payment=payment, ledger=ledger))

    return [
        post("/methods", add_method, _ADDING),
        get("/methods", my_methods, Shape(SIGNED_IN, gives=list[MethodShown])),
        post("/callbacks", called_back, Shape(_PROVIDER, takes=Notice, gives=Heard)),
        get("/{order_id:uuid}", show, Shape(SIGNED_IN, gives=Statement)),
        post("/{order_id:uuid}/refunds", grant, _GRANTING),
    ]


def _shown(method: Method) -> MethodShown:
    return MethodShown(method=method.token, last4=method.last4)
