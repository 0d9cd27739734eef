"""Carts, orders, payments, parcels, letters."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from labs.commerce.companions.storefront.backend.client import Backend, Call
from labs.commerce.companions.storefront.backend.text import Answered, Text
from labs.commerce.platform.calls.stream import Stream

CART = "/api/v1/cart"
ORDERS = "/api/v1/orders"
METHODS = "/api/v1/payments/methods"

SETTLED = frozenset({"CONFIRMED", "CANCELLED"})


class Line(Answered, frozen=True, kw_only=True):
    """So many of a product."""

    product_id: int
    quantity: int


class Contents(Answered, frozen=True, kw_only=True):
    """What is in a cart."""

    items: list[Line]


class GuestCart(Answered, frozen=True, kw_only=True):
    """A cart for somebody without an account."""

    cart_token: str
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose cart it is: a customer's by the access token, a guest's by the cart's own."""

    token: str = ""
    guest: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a cart at all."""
        return bool(self.token or self.guest)

    @property
    def headers(self) -> dict[str, str]:
        """What names a guest's cart."""
        return {"x-cart-token": self.guest} if self.guest else {}


class OrderLine(Answered, frozen=True, kw_only=True):
    """A line of an order, at the price of the moment it was placed."""

    product_id: int
    quantity: int
    name: Text
    price_minor: int


class Order(Answered, frozen=True, kw_only=True):
    """What a customer ordered."""

    order_id: UUID
    user_id: UUID
    status: str
    items: list[OrderLine]
    total_minor: int
    currency: str
    created_at: datetime
    reason: str = ""
    refunded_minor: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen before the parcel leaves."""
        return self.status in SETTLED


class Moment(Answered, frozen=True, kw_only=True):
    """Something that happened to an order."""

    event: str
    detail: str = ""
    at: datetime


class Timeline(Answered, frozen=True, kw_only=True):
    """Where an order stands, and how it got there."""

    status: str
    timeline: list[Moment]


class Step(Answered, frozen=True, kw_only=True):
    """A step of an order's saga."""

    step_id: int
    action: str
    service: str
    status: str
    compensation: str | None = None
    error: str = ""


class Saga(Answered, frozen=True, kw_only=True):
    """What carries an order through."""

    saga_id: str
    saga_type: str
    status: str
    steps: list[Step]
    compensation_required: bool = False


class Shipment(Answered, frozen=True, kw_only=True):
    """A parcel."""

    tracking: str
    status: str


class Letter(Answered, frozen=True, kw_only=True):
    """A message to a customer."""

    params: dict[str, str | int]
    at: datetime
    subject: str
    text: str


class Method(Answered, frozen=True, kw_only=True):
    """A payment method on file: what stands for a card."""

    method: str
    last4: str


class Address(Answered, frozen=True, kw_only=True):
    """Where a parcel goes."""

    name: str
    street: str
    city: str
    postal_code: str
    country: str


class Payment(Answered, frozen=True, kw_only=True):
    """The money of one order."""

    amount_minor: int
    currency: str
    status: str
    returned_minor: int = 0

    @property
    def left_minor(self) -> int:
        """What staff can give back of it."""
        return self.amount_minor - self.returned_minor if self.status == "CAPTURED" else 0


class Entry(Answered, frozen=True, kw_only=True):
    """Something that happened to the money."""

    kind: str
    amount_minor: int
    at: datetime


class Statement(Answered, frozen=True, kw_only=True):
    """A payment with everything that happened to it."""

    payment: Payment
    ledger: list[Entry]


@dataclass(frozen=True, slots=True)
class Purchases:
    """Knows what a customer buys and bought."""

    backend: Backend

    async def cart(self, holder: Holder) -> list[Line]:
        """What is in a cart."""
        call = Call("cart", "GET", CART, headers=holder.headers)
        return (await self.backend.ask(call, Contents, holder.token)).items

    async def put(self, holder: Holder, product_id: int, quantity: int) -> None:
        """Set how many of a product are in a cart."""
        path, body = f"{CART}/items/{product_id}", {"quantity": quantity}
        call = Call("cart", "PUT", path, body=body, headers=holder.headers)
        await self.backend.ask(call, object, holder.token)

    async def remove(self, holder: Holder, product_id: int) -> None:
        """Take a product out of a cart."""
        call = Call("cart", "DELETE", f"{CART}/items/{product_id}", headers=holder.headers)
        await self.backend.ask(call, object, holder.token)

    async def open_guest_cart(self) -> GuestCart:
        """A cart for somebody without an account."""
        return await self.backend.ask(Call("cart", "POST", f"{CART}/guests"), GuestCart)

    async def merge(self, token: str, guest: str) -> None:
        """Move a guest's cart into one's own."""
        call = Call("cart", "POST", f"{CART}/merges", headers=Holder(guest=guest).headers)
        await self.backend.ask(call, object, token)

    async def place(self, token: str, address: Address, method: str, key: str) -> Order:
        """Order what is in one's cart; the same key is the same order."""
        body = {"address": address, "paymentMethod": method}
        call = Call("orders", "POST", ORDERS, body=body, headers={"idempotency-key": key})
        return await self.backend.ask(call, Order, token)

    async def orders(self, token: str) -> list[Order]:
        """One's latest orders."""
        return await self.backend.ask(Call("orders", "GET", ORDERS), list[Order], token)

    async def order(self, token: str, order_id: UUID) -> Order:
        """One order."""
        return await self.backend.ask(Call("orders", "GET", f"{ORDERS}/{order_id}"), Order, token)

    async def withdraw(self, token: str, order_id: UUID) -> None:
        """Undo an order whose parcel has not left."""
        call = Call("orders", "POST", f"{ORDERS}/{order_id}/withdrawal")
        await self.backend.ask(call, object, token)

    async def saga(self, token: str, order_id: UUID) -> Saga:
        """An order's saga."""
        call = Call("orders", "GET", f"{ORDERS}/{order_id}/saga")
        return await self.backend.ask(call, Saga, token)

    async def timeline(self, token: str, order_id: UUID) -> Timeline:
        """What happened to an order."""
        call = Call("order-status", "GET", f"/api/v1/order-status/{order_id}")
        return await self.backend.ask(call, Timeline, token)

    def moves(self, token: str, order_id: UUID) -> AbstractAsyncContextManager[Stream]:
        """Something comes whenever more has happened to an order."""
        call = Call("order-status", "GET", f"/api/v1/order-status/{order_id}/stream")
        return self.backend.listening(call, token)

    async def shipment(self, token: str, order_id: UUID) -> Shipment:
        """An order's parcel."""
        call = Call("shipping", "GET", f"/api/v1/shipping/{order_id}")
        return await self.backend.ask(call, Shipment, token)

    async def statement(self, token: str, order_id: UUID) -> Statement:
        """What happened to the money of an order."""
        call = Call("payments", "GET", f"/api/v1/payments/{order_id}")
        return await self.backend.ask(call, Statement, token)

    async def methods(self, token: str) -> list[Method]:
        """One's payment methods."""
        return await self.backend.ask(Call("payments", "GET", METHODS), list[Method], token)

    async def keep_card(self, token: str, card_token: str) -> Method:
        """Keep what the payment provider gave for a card; the card itself never comes here."""
        call = Call("payments", "POST", METHODS, body={"token": card_token})
        return await self.backend.ask(call, Method, token)

    async def letters(self, token: str, language: str) -> list[Letter]:
        """What the shop wrote to one, in a language."""
        call = Call("notifications", "GET", "/api/v1/notifications", {"language": language})
        return await self.backend.ask(call, list[Letter], token)
