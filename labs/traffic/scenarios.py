"""What visitors of the shop do, and how often."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from labs.runtime import LabError
from labs.traffic.client import HttpClient
from labs.traffic.journey import ADDRESS, APPROVED
from labs.traffic.load import Scenario, Visit

CUSTOMERS = tuple(f"customer-{number:02}@shop.example" for number in range(1, 31))
"""The demonstration accounts that every shop is seeded with."""
PASSWORD = "correct horse battery staple"  # noqa: S105 - of demonstration accounts, on loopback
PRODUCTS = 100
"""Seeded products, numbered from 1."""
QUERIES = ("keyboard", "lamp", "camera", "tent", "backpack")
CHECKOUT_SHARE = 4.0
"""Percent of the visits that end with an order."""
AT_ONCE = 4
"""Sign-ins: a password is slow to check, and a queue of them outlasts the gateway's patience."""


class NoCustomersError(LabError):
    """The demonstration customers cannot sign in."""

    code = "no-customers"

    def __init__(self, answer: str) -> None:
        super().__init__(answer=answer)


async def sign_in(url: str, customers: Sequence[str] = CUSTOMERS) -> tuple[str, ...]:
    """An access token for each demonstration customer; they are valid for 15 minutes.

    Raises:
        NoCustomersError: a sign-in failed.
    """
    door = asyncio.Semaphore(AT_ONCE)
    async with HttpClient(url, timeout_s=30.0) as client:
        return tuple(await asyncio.gather(*(_token(client, email, door) for email in customers)))


def shop_scenarios(
    tokens: Sequence[str], *, payment_method: str = APPROVED, checkouts: float = CHECKOUT_SHARE
) -> tuple[Scenario, ...]:
    """Mostly looking around; now and then a cart, and a share of orders.

    A visitor goes on with what they saw last: reads the reviews of that product, puts it into the
    cart, orders it, and looks after that order.
    """
    customers = _Customers(tokens, payment_method)
    looking = {
        "browse": (36, _browse),
        "product": (28, _product),
        "search": (14, _search),
        "cart": (11, customers.fill_cart),
        "reviews": (5, _reviews),
        "recommendations": (3, _recommendations),
        "order": (3, customers.look_after_order),
    }
    share = (100.0 - checkouts) / sum(weight for weight, _ in looking.values())
    return (
        *(Scenario(name, weight * share, visit) for name, (weight, visit) in looking.items()),
        Scenario("checkout", checkouts, customers.check_out),
    )


async def _browse(visit: Visit) -> None:
    await visit.send("products", "GET", f"/api/v1/products?after={visit.chance.randrange(80)}")


async def _product(visit: Visit) -> None:
    visit.visitor.product_id = visit.chance.randint(1, PRODUCTS)
    await visit.send("product", "GET", f"/api/v1/products/{visit.visitor.product_id}")


async def _search(visit: Visit) -> None:
    await visit.send("search", "GET", f"/api/v1/search?q={visit.chance.choice(QUERIES)}")


async def _reviews(visit: Visit) -> None:
    await visit.send("reviews", "GET", f"/api/v1/reviews/products/{_seen_product(visit)}")


async def _recommendations(visit: Visit) -> None:
    await visit.send("recommendations", "GET", f"/api/v1/recommendations/{_seen_product(visit)}")


class _Customers:
    """Visits of people who have signed in."""

    def __init__(self, tokens: Sequence[str], payment_method: str) -> None:
        self._shown = [{"authorization": f"Bearer {token}"} for token in tokens]
        self._payment_method = payment_method

    async def fill_cart(self, visit: Visit) -> None:
        """Put something into the cart."""
        path = f"/api/v1/cart/items/{_seen_product(visit)}"
        await visit.send("cart", "PUT", path, body={"quantity": 1}, headers=self._token(visit))

    async def check_out(self, visit: Visit) -> None:
        """Order one thing outright, whatever is in the cart."""
        wanted = {
            "address": ADDRESS,
            "paymentMethod": self._payment_method,
            "items": [{"productId": _seen_product(visit), "quantity": 1}],
        }
        headers = {**self._token(visit), "idempotency-key": secrets.token_hex(8)}
        placed = await visit.send(
            "checkout", "POST", "/api/v1/orders", body=wanted, headers=headers
        )
        if placed.ok:
            visit.visitor.order_id = str(placed.json["orderId"])

    async def look_after_order(self, visit: Visit) -> None:
        """Look at the order placed last, or at all there are."""
        placed = visit.visitor.order_id
        path = f"/api/v1/orders/{placed}" if placed else "/api/v1/orders?limit=5"
        await visit.send("order", "GET", path, headers=self._token(visit))

    def _token(self, visit: Visit) -> Mapping[str, str]:
        return self._shown[visit.visitor.number % len(self._shown)]


def _seen_product(visit: Visit) -> int:
    return visit.visitor.product_id or visit.chance.randint(1, PRODUCTS)


async def _token(client: HttpClient, email: str, door: asyncio.Semaphore) -> str:
    account = {"email": email, "password": PASSWORD}
    async with door:
        answer = await client.send("POST", "/api/v1/users/sessions", body=account)
    if answer.status != HTTPStatus.CREATED:
        raise NoCustomersError(answer.failure or str(answer.status))
    return str(answer.json["accessToken"])
