"""Customers who do not give up: they ask again under the same key until they are answered."""

import asyncio
import random
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from labs.observe.books import Replay
from labs.observe.replaying import promised
from labs.traffic.client import Answer
from labs.traffic.journey import ADDRESS
from labs.traffic.load import Visit

_ORDERS = "/api/v1/orders"
PATIENCE_S = 20.0
ASK_AGAIN_S = 0.15
ASK_AGAIN_LATER_S = 2.0
"""Those who were turned away often come back less often: else nobody would get in for them."""
SOLD_OUT = 100
"""A product that there is none of."""
ON_SALE = range(1, 41)

_REPLAYED = 0.25
_THINKS_BETTER = 0.15
"""The part of all customers who withdraw what they have just bought."""
_GETS_SOMETHING_BACK = 0.2
"""The part of all customers with a confirmed order whom staff give something back."""
_STAFF_COMES_S = 0.5
_GOODWILL = {"amountMinor": 100, "reason": "goodwill"}
_CLICKED_TWICE = 0.1
_GONE = 0.12
_FAR_AWAY = 0.15
_SILENT = 0.25
"""The part of all cards that a payment provider in trouble does not answer for."""
_NOBODY_LIVES_THERE = {**ADDRESS, "country": "AQ"}

_METHODS: Mapping[str, float] = {
    "pm_test_approve": 0.81,
    "pm_test_decline": 0.15,
    "pm_test_lose_answer": 0.04,
}


@dataclass(slots=True)
class Promises:
    """What customers were told, and who was told nothing."""

    accepted: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    """Orders that cannot end before their time is over."""
    replays: list[Replay] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    """Requests whose customers got no answer that makes sense within their patience."""
    failed_at: float = 0.0
    """When somebody was last answered with 5xx, or not at all; on the monotonic clock."""


class Shoppers:
    """Place one order a visit. Some pay with cards that are declined, some live too far away.

    Some are given something back by staff, and some withdraw their order, whatever has become of
    it by then.
    """

    def __init__(self, tokens: Sequence[str], staff: str, *, silent: bool) -> None:
        self._tokens = tokens
        self._staff = staff
        self._silent = _SILENT if silent else 0.0
        self._open = True
        self._inside: set[asyncio.Task[None]] = set()
        self.promises = Promises()

    async def buy(self, visit: Visit) -> None:
        """Place an order, now and then place it again, and now and then withdraw it."""
        if not self._open:
            return
        inside = asyncio.ensure_future(self._buy(visit))
        self._inside.add(inside)
        inside.add_done_callback(self._inside.discard)
        await inside

    async def close(self) -> None:
        """Let nobody in any more, and wait until the last one was answered."""
        self._open = False
        await asyncio.gather(*self._inside)

    async def _buy(self, visit: Visit) -> None:
        chance = visit.chance
        wanted = self._wanted(chance)
        token = chance.choice(self._tokens)
        key = secrets.token_hex(8)
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
        twice = chance.random() < _CLICKED_TWICE
        clicks = [self._insist(visit, _ORDERS, headers, wanted) for _ in range(1 + twice)]
        answers = await asyncio.gather(*clicks)
        if chance.random() < _REPLAYED:
            answers.append(await self._insist(visit, _ORDERS, headers, wanted))
        for answer in answers:
            self._told(key, wanted, answer)
        told = [promised(answer) for answer in answers if answer.ok]
        self.promises.replays += [Replay(key, told[0], other) for other in told[1:]]
        if answers[0].ok and chance.random() < _GETS_SOMETHING_BACK:
            await self._give_back(visit, answers[0])
        if answers[0].ok and chance.random() < _THINKS_BETTER:
            await self._withdraw(visit, str(answers[0].json["orderId"]), headers)

    async def _give_back(self, visit: Visit, answer: Answer) -> None:
        """Staff return a little; the money may not have been taken yet, and is then left alone."""
        if answer.json["status"] != "CONFIRMED":
            return
        await asyncio.sleep(_STAFF_COMES_S)
        order = str(answer.json["orderId"])
        headers = {"authorization": f"Bearer {self._staff}", "idempotency-key": order}
        path = f"/api/v1/payments/{order}/refunds"
        told = await self._insist(visit, path, headers, _GOODWILL)
        if not told.ok and told.status != HTTPStatus.CONFLICT:
            self._left_alone(f"refund of {order}", told)

    async def _withdraw(self, visit: Visit, order: str, headers: Mapping[str, str]) -> None:
        answer = await self._insist(visit, f"{_ORDERS}/{order}/withdrawal", headers)
        if not answer.ok:
            self._left_alone(f"withdrawal of {order}", answer)

    async def _insist(
        self,
        visit: Visit,
        path: str,
        headers: Mapping[str, str],
        wanted: Mapping[str, object] | None = None,
    ) -> Answer:
        """Ask until there is an answer: a shop that failed may have taken the order after all."""
        until, pause_s = time.monotonic() + PATIENCE_S, ASK_AGAIN_S
        while True:
            answer = await visit.send("order", "POST", path, body=wanted, headers=headers)
            if 200 <= answer.status < 500:
                return answer
            self.promises.failed_at = time.monotonic()
            if self.promises.failed_at > until:
                return answer
            await asyncio.sleep(pause_s)
            pause_s = min(ASK_AGAIN_LATER_S, pause_s * 1.5)

    def _told(self, key: str, wanted: Mapping[str, object], answer: Answer) -> None:
        if not answer.ok:
            self._left_alone(key, answer)
            return
        order = str(answer.json["orderId"])
        self.promises.accepted.add(order)
        if wanted["paymentMethod"] == "pm_test_silent":
            self.promises.doubtful.add(order)

    def _left_alone(self, who: str, answer: Answer) -> None:
        self.promises.given_up.append(f"{who}: {answer.failure or answer.status}")

    def _wanted(self, chance: random.Random) -> dict[str, object]:
        method = chance.choices([*_METHODS], [*_METHODS.values()])[0]
        if chance.random() < self._silent:
            method = "pm_test_silent"
        product = SOLD_OUT if chance.random() < _GONE else chance.choice(ON_SALE)
        return {
            "address": _NOBODY_LIVES_THERE if chance.random() < _FAR_AWAY else ADDRESS,
            "paymentMethod": method,
            "items": [{"productId": product, "quantity": chance.randint(1, 3)}],
        }
