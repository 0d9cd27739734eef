"""What payments does when nobody coordinates the checkout."""

from uuid import UUID

from labs.commerce.choreography.participant import Part
from labs.commerce.modules.orders.api import OrderCreated
from labs.commerce.modules.payments.api import Charge, PaymentFailed, Payments, Refund
from labs.commerce.platform.errors import DomainError, InvalidError


def part(payments: Payments) -> Part:
    """Taking the money, and returning it."""

    async def pay(order: OrderCreated) -> None:
        await payments.process(
            Charge(
                order_id=order.order_id,
                user_id=order.user_id,
                amount_minor=order.total_minor,
                currency=order.currency,
                method=order.payment_method,
            )
        )

    async def refund(order_id: UUID) -> None:
        await payments.refund(Refund(order_id=order_id))

    return Part({"ProcessPayment": pay}, {"RefundPayment": refund}, _refusal)


def _refusal(order_id: UUID, error: DomainError) -> PaymentFailed | None:
    """A request that made no sense left no trace: everything else was told with the payment."""
    if isinstance(error, InvalidError):
        return PaymentFailed(order_id=order_id, reason=error.code)
    return None
