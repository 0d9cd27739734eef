"""Asking the shop twice for the same: what an audit cannot read in any store."""

import secrets

from labs.observe.books import Replay
from labs.traffic.client import Answer, HttpClient
from labs.traffic.journey import ADDRESS, DECLINED
from labs.traffic.scenarios import CUSTOMERS, sign_in

PROMISES = ("orderId", "userId", "items", "totalMinor", "currency", "createdAt")
"""What an answer says of an order for good; its status moves on."""


async def ask_twice(url: str) -> Replay:
    """Place an order twice under one idempotency key; its payment is declined, so nothing is sold.

    Raises:
        NoCustomersError: the customer cannot sign in.
    """
    (token,) = await sign_in(url, CUSTOMERS[-1:])
    wanted = {
        "address": ADDRESS,
        "paymentMethod": DECLINED,
        "items": [{"productId": 1, "quantity": 1}],
    }
    key = secrets.token_hex(8)
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
    async with HttpClient(url) as client:
        answers = [
            await client.send("POST", "/api/v1/orders", body=wanted, headers=headers)
            for _ in range(2)
        ]
    first, again = (promised(answer) for answer in answers)
    return Replay(key, first, again)


def promised(answer: Answer) -> str:
    """What an answer says for good about an order, as text; its failure where it is none."""
    content = answer.json
    if not answer.ok or not isinstance(content, dict):
        return answer.failure or str(answer.status)
    return " ".join(f"{name}={content.get(name)}" for name in PROMISES)
