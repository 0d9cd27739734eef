"""Reviews by buyers and others, moderators who change their minds, and ratings that add up."""

import asyncio
import json
from uuid import uuid4

import pytest

from labs.commerce.modules.ratings.service import RatingsService
from labs.commerce.modules.ratings.store import RatingsStore
from labs.commerce.platform.clock import SystemClock
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.migration import PLATFORM_SCHEMA
from labs.commerce.platform.events import Outbox, encode_envelope
from labs.commerce.platform.module import schema_of
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

REVIEWS, CASES = "/api/v1/reviews", "/api/v1/moderation/cases"


def newcomer(shop: Shop) -> str:
    account = {"email": f"{uuid4().hex[:8]}@mail.example", "password": "a long enough one"}
    shop.request("POST", "/api/v1/users/registrations", {**account, "name": "V"})
    return shop.sign_in(account["email"], account["password"])


def write(shop: Shop, token: str, product: int, stars: int = 5) -> str:
    review = {"productId": product, "stars": stars, "text": "Does what it should."}
    written = shop.request("POST", REVIEWS, review, token)
    assert written.status == 201
    return written.body["reviewId"]


def mine(shop: Shop, token: str) -> tuple[str, bool]:
    (review,) = shop.request("GET", f"{REVIEWS}/mine", token=token).body
    return review["status"], review["verified"]


def decide(shop: Shop, review: str, *, approve: bool) -> int:
    admin = shop.sign_in("admin@shop.example")
    body = {"approve": approve, "reason": "" if approve else "second thoughts"}
    return shop.request("POST", f"{CASES}/{review}/decision", body, admin).status


def reviews(shop: Shop, product: int) -> int:
    return shop.request("GET", f"/api/v1/ratings/{product}").body["reviews"]


def test_a_buyers_review_is_shown_and_a_strangers_waits_for_a_person(reference: Shop):
    buyer, stranger = newcomer(reference), newcomer(reference)
    reference.order(buyer, items=[{"productId": 44, "quantity": 1}])
    write(reference, buyer, 44)
    waiting = write(reference, stranger, 44, stars=1)
    eventually(lambda: mine(reference, buyer) == ("APPROVED", True))
    admin = reference.sign_in("admin@shop.example")

    def case() -> list[str]:
        cases = reference.request("GET", f"{CASES}?limit=100", token=admin).body
        return [c["reason"] for c in cases if c["reviewId"] == waiting]

    eventually(lambda: case() == ["not-bought"])
    assert mine(reference, stranger) == ("SUBMITTED", False)
    eventually(lambda: reviews(reference, 44) == 1)


def test_a_purchase_verifies_a_review_that_came_before_it(reference: Shop):
    customer = newcomer(reference)
    write(reference, customer, 45)
    assert mine(reference, customer) == ("SUBMITTED", False)
    reference.order(customer, items=[{"productId": 45, "quantity": 1}])
    eventually(lambda: mine(reference, customer)[1])


def test_a_decision_can_be_reversed_and_the_rating_follows(reference: Shop):
    customer = newcomer(reference)
    review = write(reference, customer, 46)

    def listed() -> float | None:
        return reference.request("GET", "/api/v1/products/46").body["rating"]

    eventually(lambda: decide(reference, review, approve=True) == 200)
    eventually(lambda: (reviews(reference, 46), listed()) == (1, 5.0))
    for _ in range(2):
        assert decide(reference, review, approve=False) == 200
    eventually(lambda: (reviews(reference, 46), listed()) == (0, None))
    assert reference.request("GET", f"{REVIEWS}/products/46").body == []
    assert decide(reference, review, approve=True) == 200
    eventually(lambda: reviews(reference, 46) == 1)


def test_reviews_settled_at_the_same_moment_are_all_in_the_sum(servers: Servers):
    name = f"ratings_{uuid4().hex[:8]}"
    servers.sql(f'CREATE DATABASE "{name}" OWNER shop')

    async def settle(count: int) -> list[int]:
        database = Database(servers.postgres.dsn(name), encode_envelope, lambda: None)
        await database.open("test")
        await database.execute(PLATFORM_SCHEMA + schema_of("labs.commerce.modules.ratings"))
        ratings = RatingsService(database, RatingsStore(database), Outbox(SystemClock()))
        ids = [uuid4() for _ in range(count)]
        # every one of them comes twice
        await asyncio.gather(*(ratings.add(i, 7, n % 5 + 1) for n, i in enumerate(ids * 2)))
        await asyncio.gather(*(ratings.remove(i) for i in ids[:5] * 2))
        rows = await database.fetch("SELECT payload FROM platform.outbox ORDER BY position")
        assert sum((await ratings.store.counts(7)).values()) == count - 5
        await database.close()
        return [json.loads(row["payload"])["data"]["reviews"] for row in rows]

    assert asyncio.run(settle(20)) == [*range(1, 21), *range(19, 14, -1)]
