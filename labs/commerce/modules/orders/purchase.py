"""What a customer wants to buy: everything the steps of a checkout need to know."""

import hashlib
from datetime import datetime
from uuid import UUID

import msgspec

from labs.commerce.modules.orders.api import OrderItem
from labs.commerce.modules.shipping.api import Address
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.messages import Message


class Purchase(Message, frozen=True, kw_only=True):
    """A priced order with where it goes and how it is paid."""

    order_id: UUID
    user_id: UUID
    items: list[OrderItem]
    total_minor: int
    currency: str
    address: Address
    payment_method: str
    fingerprint: bytes
    """Of the request: the same idempotency key must not stand for something else."""
    placed_at: datetime

    @property
    def quantities(self) -> list[Quantity]:
        """What the warehouse must know."""
        return [Quantity(product_id=i.product_id, quantity=i.quantity) for i in self.items]


def fingerprint(request: Message) -> bytes:
    """What two requests share only when they say the same."""
    return hashlib.sha256(msgspec.json.encode(request)).digest()
