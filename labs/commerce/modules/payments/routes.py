"""The public API of payments."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.payments.api import Payment
from labs.commerce.modules.payments.service import PaymentsService
from labs.commerce.modules.payments.store import Entry
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.messages import Command, Message
from labs.commerce.platform.web import answer, body, caller, get, path_uuid, post


class AddMethod(Command, frozen=True):
    """A card; its number is not kept."""

    card_number: str


class MethodAdded(Message, frozen=True, kw_only=True):
    """What stands for the card from now on."""

    method: str
    last4: str


class Statement(Message, frozen=True, kw_only=True):
    """A payment with everything that happened to it."""

    payment: Payment
    ledger: list[Entry]


def routes(payments: PaymentsService) -> list[Route]:
    """Payment methods, and looking at one's own payments."""

    async def add_method(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, AddMethod)
        method = await payments.add_method(user, wanted.card_number)
        shown = MethodAdded(method=method.token, last4=method.last4)
        return answer(shown, HTTPStatus.CREATED)

    async def show(request: Request) -> Response:
        principal, order_id = caller(request), path_uuid(request, "order_id")
        payment, ledger = await payments.statement(order_id)
        if payment.user_id != principal.user_id and "admin" not in principal.roles:
            raise NotFoundError("payment-unknown", orderId=str(order_id))
        return answer(Statement(payment=payment, ledger=ledger))

    return [post("/methods", add_method), get("/{order_id}", show)]
