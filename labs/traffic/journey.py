"""One customer's way through the shop, from registration to the letter that confirms the order."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from labs.traffic.client import Answer, HttpClient

APPROVED = "pm_test_approve"
DECLINED = "pm_test_decline"
"""Payment methods of the simulated provider."""

SETTLED_WITHIN_S = 15.0
"""How long an order may stay pending, and a letter be on its way."""
ASK_EVERY_S = 0.05

ADDRESS = {
    "name": "Ada Lovelace",
    "street": "12 St James's Square",
    "city": "London",
    "postalCode": "SW1Y 4JH",
    "country": "GB",
}
CONFIRMED, CANCELLED, PENDING = "CONFIRMED", "CANCELLED", "PENDING"


@dataclass(frozen=True, slots=True)
class Step:
    """One request of the journey."""

    name: str
    """`register`, `sign-in`, `search`, `product`, `cart`, `order`, `payment`, `stock`, …"""
    request: str
    """`POST /api/v1/orders`."""
    status: int
    """0 where there was no answer."""
    latency_ms: float
    hops: int
    """Calls from service to service that it took, as the shop counts them."""
    served_by: str
    """The replica that answered."""
    failure: str = ""
    """What the shop, or the network, said was wrong: a code."""

    @property
    def ok(self) -> bool:
        """Whether it was answered with 2xx, and the answer made sense."""
        return 200 <= self.status < 300 and not self.failure  # noqa: PLR2004 - the class of success


@dataclass(slots=True)
class Journey:
    """What happened on the way."""

    email: str
    steps: list[Step] = field(default_factory=list)
    order_id: str = ""
    order_status: str = ""
    """`CONFIRMED`, `CANCELLED`, `PENDING`; empty when no order was placed."""
    product_id: int = 0
    quantity: int = 1

    @property
    def broken(self) -> Step | None:
        """The step that failed, if one did; the journey ends there."""
        return next((step for step in self.steps if not step.ok), None)

    @property
    def confirmed(self) -> bool:
        """Whether every step succeeded and the order stands."""
        return self.broken is None and self.order_status == CONFIRMED

    def step(self, name: str) -> Step:
        """The last step of that name.

        Raises:
            KeyError: the journey never got there.
        """
        for step in reversed(self.steps):
            if step.name == name:
                return step
        raise KeyError(name)


class Customer:
    """Sends a customer's requests and writes each down."""

    def __init__(self, client: HttpClient, journey: Journey) -> None:
        self._client = client
        self._journey = journey
        self._headers: dict[str, str] = {}

    def carry(self, token: str) -> None:
        """Show this token from now on."""
        self._headers["authorization"] = f"Bearer {token}"

    async def ask(
        self,
        name: str,
        method: str,
        path: str,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request; one that fails ends the journey."""
        shown = {**self._headers, **(headers or {})}
        answer = await self._client.send(method, path, body=body, headers=shown)
        self._journey.steps.append(step_of(name, f"{method} {path}", answer))
        if not answer.ok:
            raise _BrokenOffError
        return answer


class _BrokenOffError(Exception):
    """A step failed; it is the last of its journey."""


async def order_journey(
    url: str, *, payment_method: str = APPROVED, query: str = "keyboard", quantity: int = 1
) -> Journey:
    """Register, sign in, search, look, fill the cart, order, and see what became of it.

    Never raises for what the shop does: the record says where the journey ended.
    """
    journey = Journey(f"{secrets.token_hex(8)}@example.com", quantity=quantity)
    async with _on_the_way(url, journey) as customer:
        await _sign_in(customer, journey.email)
        await _choose(customer, journey, query)
        await _order(customer, journey, payment_method)
        if journey.order_status == CONFIRMED:
            await _follow(customer, journey)
    return journey


@asynccontextmanager
async def _on_the_way(url: str, journey: Journey) -> AsyncIterator[Customer]:
    async with HttpClient(url) as client:
        try:
            yield Customer(client, journey)
        except _BrokenOffError:
            return
        except (KeyError, IndexError, TypeError):
            # a JSON answer without what the next step needs: say so, the shop may be a learner's
            journey.steps[-1] = replace(journey.steps[-1], failure="unexpected-answer")


async def _sign_in(customer: Customer, email: str) -> None:
    account = {"email": email, "password": secrets.token_urlsafe(16)}
    named = {**account, "name": "Ada Lovelace"}
    await customer.ask("register", "POST", "/api/v1/users/registrations", body=named)
    session = await customer.ask("sign-in", "POST", "/api/v1/users/sessions", body=account)
    customer.carry(session.json["accessToken"])


async def _choose(customer: Customer, journey: Journey, query: str) -> None:
    found = await customer.ask("search", "GET", f"/api/v1/search?q={query}")
    journey.product_id = found.json["hits"][0]["productId"]
    await customer.ask("product", "GET", f"/api/v1/products/{journey.product_id}")
    item = {"quantity": journey.quantity}
    await customer.ask("cart", "PUT", f"/api/v1/cart/items/{journey.product_id}", body=item)


async def _order(customer: Customer, journey: Journey, payment_method: str) -> None:
    wanted = {"address": ADDRESS, "paymentMethod": payment_method}
    key = {"idempotency-key": secrets.token_hex(8)}
    placed = await customer.ask("order", "POST", "/api/v1/orders", body=wanted, headers=key)
    journey.order_id, journey.order_status = placed.json["orderId"], placed.json["status"]
    deadline = time.monotonic() + SETTLED_WITHIN_S
    while journey.order_status == PENDING and time.monotonic() < deadline:
        await asyncio.sleep(ASK_EVERY_S)
        order = await customer.ask("order-status", "GET", f"/api/v1/orders/{journey.order_id}")
        journey.order_status = order.json["status"]


async def _follow(customer: Customer, journey: Journey) -> None:
    await customer.ask("payment", "GET", f"/api/v1/payments/{journey.order_id}")
    await customer.ask("stock", "GET", f"/api/v1/inventory/stock/{journey.product_id}")
    await customer.ask("shipping", "GET", f"/api/v1/shipping/{journey.order_id}")
    deadline = time.monotonic() + SETTLED_WITHIN_S
    while time.monotonic() < deadline:
        letters = await customer.ask("notification", "GET", "/api/v1/notifications")
        if journey.order_id in letters.body.decode():
            return
        await asyncio.sleep(ASK_EVERY_S * 4)


def step_of(name: str, request: str, answer: Answer) -> Step:
    """A step as its answer tells it."""
    hops = answer.headers.get("x-hops", "")
    return Step(
        name=name,
        request=request,
        status=answer.status,
        latency_ms=answer.latency_ms,
        hops=int(hops) if hops.isdigit() else 0,
        served_by=answer.headers.get("x-served-by", ""),
        failure="" if answer.ok else answer.failure or _code(answer),
    )


def _code(answer: Answer) -> str:
    content = answer.json
    if isinstance(content, dict) and isinstance(content.get("error"), dict):
        return str(content["error"].get("code", answer.status))
    return answer.body.decode(errors="replace")[:120] or str(answer.status)
