"""The scenarios, played on the running shop by customers who come in through the gateway."""

import asyncio
import secrets
import time
from dataclasses import dataclass
from typing import Any

from exercises.sagas.order_saga.plays import (
    CARD_DECLINED,
    COURIER_REFUSES,
    GOODS_SHORT,
    NOBODY_REFUSES,
    Outcome,
)
from labs.runtime import LabError
from labs.traffic.client import Answer, HttpClient
from labs.traffic.journey import ADDRESS, APPROVED, DECLINED

AT_MOST = 99
"""The most of one product that a cart takes."""
ANTARCTICA = "AQ"
"""The shop's couriers don't go there."""
MOVED = frozenset({"CAPTURED", "REFUNDED"})
SETTLES_WITHIN_S = 6.0
"""An order that is still pending then is stuck; the shop's own retries take less."""
ASK_EVERY_S = 0.05
SCARCE, PLENTY = 90, (12, 13)
"""Products of the demonstration catalogue: of the first there is least."""
BUYERS = 4
"""Orders at once while the scarce product is bought up."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a customer orders, and how."""

    scenario: str
    product: int
    quantity: int
    method: str = APPROVED
    country: str = "GB"


class ShopRefusedError(LabError):
    """The shop did not do what every saga relies on: signing in, a cart, an order number."""

    code = "shop-refused"


class Visitor:
    """A customer with an account and a cart of their own."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._headers: dict[str, str] = {}

    async def sign_in(self) -> None:
        """Register and sign in."""
        account = {"email": f"{secrets.token_hex(8)}@example.com", "password": "correct horse 9"}
        await self.need("POST", "/api/v1/users/registrations", {**account, "name": "Ada"})
        session = await self.need("POST", "/api/v1/users/sessions", account)
        self._headers = {"authorization": f"Bearer {session['accessToken']}"}

    async def order(self, wish: Wish) -> str:
        """Place an order; its number."""
        item = {"quantity": wish.quantity}
        await self.need("PUT", f"/api/v1/cart/items/{wish.product}", item)
        return await self._place(wish)

    async def buy(self, wish: Wish) -> None:
        """Order past the cart, and wait until that order has come to its end."""
        item = {"productId": wish.product, "quantity": wish.quantity}
        await self.settled(await self._place(wish, items=[item]))

    async def settled(self, order: str) -> str:
        """The status of an order once it no longer changes, or when waiting is in vain."""
        deadline = time.monotonic() + SETTLES_WITHIN_S
        while True:
            saga = await self.ask("GET", f"/api/v1/orders/{order}/saga")
            running = saga.ok and saga.json["status"] in {"running", "compensating"}
            if not running or time.monotonic() > deadline:
                break
            await asyncio.sleep(ASK_EVERY_S)
        answer = await self.ask("GET", f"/api/v1/orders/{order}")
        return str(answer.json["status"]) if answer.ok else ""

    async def level(self, product: int) -> int:
        """How many pieces can be sold."""
        return int((await self.need("GET", f"/api/v1/inventory/stock/{product}"))["quantity"])

    async def _place(self, wish: Wish, **wanted: object) -> str:
        address = {**ADDRESS, "country": wish.country}
        wanted |= {"address": address, "paymentMethod": wish.method}
        return str((await self.need("POST", "/api/v1/orders", wanted))["orderId"])

    async def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Send a request with the visitor's token."""
        return await self._client.send(method, path, body=body, headers=self._headers)

    async def need(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Send a request that has to succeed."""
        answer = await self.ask(method, path, body)
        if not answer.ok:
            told = answer.failure or answer.body.decode(errors="replace")
            raise ShopRefusedError(request=f"{method} {path}", status=answer.status, answer=told)
        return answer.json


async def play(url: str) -> tuple[Outcome, ...]:
    """All scenarios, three lines of customers at once; no two lines want the same goods.

    The first buys up the scarce product, which plays the scenario in which all goes well; then
    there are too few left for the next order.
    """
    declined = Wish(CARD_DECLINED, PLENTY[0], 2, method=DECLINED)
    refused = Wish(COURIER_REFUSES, PLENTY[1], 2, country=ANTARCTICA)
    async with HttpClient(url) as client:
        bought, *others = await asyncio.gather(
            _buy_up(client), _come_for(client, declined), _come_for(client, refused)
        )
    return (*bought, *(outcome for single in others for outcome in single))


async def _buy_up(client: HttpClient) -> tuple[Outcome, ...]:
    """Order as much as an order takes until less than that is left, and once more."""
    wish = Wish(NOBODY_REFUSES, SCARCE, AT_MOST)
    happy = await _played(client, wish)
    buyer = await _visitor(client)
    worth = await buyer.level(SCARCE) // AT_MOST
    for bought in range(0, worth, BUYERS):
        await asyncio.gather(*(buyer.buy(wish) for _ in range(min(BUYERS, worth - bought))))
    return happy, await _played(client, Wish(GOODS_SHORT, SCARCE, AT_MOST))


async def _come_for(client: HttpClient, wish: Wish) -> tuple[Outcome, ...]:
    return (await _played(client, wish),)


async def _visitor(client: HttpClient) -> Visitor:
    visitor = Visitor(client)
    await visitor.sign_in()
    return visitor


async def _played(client: HttpClient, wish: Wish) -> Outcome:
    """One order by a customer of its own: the last one's cart may still be being emptied."""
    visitor = await _visitor(client)
    before = await visitor.level(wish.product)
    order = await visitor.order(wish)
    status = await visitor.settled(order)
    taken = before - await visitor.level(wish.product)
    ledger = await _ledger(visitor, order)
    shipment = await _shipment(visitor, order)
    told = (
        f"{wish.scenario}: {wish.quantity} × product {wish.product}, order {order[:8]} → "
        f"order {status or '—'} · stock {before} → {before - taken} · "
        f"money {', '.join(ledger) or '—'} · parcel {shipment or '—'}"
    )
    return Outcome(wish.scenario, status, taken, ledger, shipment, wish.quantity, told)


async def _ledger(visitor: Visitor, order: str) -> tuple[str, ...]:
    """What really moved: a declined charge moves nothing."""
    answer = await visitor.ask("GET", f"/api/v1/payments/{order}")
    if not answer.ok:
        return ()
    kinds = [str(entry["kind"]) for entry in answer.json["ledger"]]
    return tuple(kind for kind in kinds if kind in MOVED)


async def _shipment(visitor: Visitor, order: str) -> str:
    answer = await visitor.ask("GET", f"/api/v1/shipping/{order}")
    return str(answer.json["status"]) if answer.ok else ""
