"""Staff give money back for an order that stands: in parts, in full, once, never too much."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from labs.observe.audit import Invariant, audit
from labs.observe.evidence import read_evidence
from tests.live.commerce.shop import SPLIT, Answer, Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

MONEY = {Invariant.MONEY_ADDS_UP, Invariant.BOOKS_AGREE, Invariant.NO_DOUBLE_CHARGE}


@pytest.fixture(params=["monolith", "reference"])
def shop(request: pytest.FixtureRequest) -> Shop:
    shared: Shop = request.getfixturevalue(request.param)
    return shared


class Desk:
    """A delivered order, and somebody who may give its money back."""

    def __init__(self, shop: Shop, *, moves: int = 2) -> None:
        self.shop, self.token = shop, shop.sign_in("customer-07@shop.example")
        self.boss = shop.sign_in("admin@shop.example")
        placed = shop.order(self.token).body
        self.order, self.total = placed["orderId"], placed["totalMinor"]
        eventually(lambda: "CAPTURED" in [kind for kind, _ in self.ours()])
        for _ in range(moves):
            path = f"/api/v1/shipping/{self.order}/moves"
            assert shop.request("POST", path, token=self.boss).status == 200

    def refund(self, amount: int | None, key: str = "", reason: str = "damaged") -> Answer:
        path = f"/api/v1/payments/{self.order}/refunds"
        body = {"amountMinor": amount, "reason": reason}
        headers = {"idempotency_key": key} if key else {}
        return self.shop.request("POST", path, body, self.boss, **headers)

    def ours(self) -> list[list[str]]:
        lines = "SELECT kind, amount_minor FROM payments.ledger WHERE order_id"
        return self.shop.sql("payments", f"{lines} = '{self.order}' ORDER BY entry")

    def theirs(self) -> list[list[str]]:
        lines = "SELECT kind, amount_minor FROM payment_provider.ledger WHERE reference"
        return self.shop.sql("payment-provider", f"{lines} = '{self.order}' ORDER BY entry")

    def returned(self) -> list[int]:
        assert self.ours() == self.theirs()
        return [-int(amount) for kind, amount in self.ours() if kind == "REFUNDED"]

    def shown(self) -> dict[str, object]:
        path = f"/api/v1/orders/{self.order}"
        return dict(self.shop.request("GET", path, token=self.token).body)

    def history(self) -> list[tuple[str, str]]:
        path = f"/api/v1/orders/{self.order}/history"
        told = self.shop.request("GET", path, token=self.token).body["history"]
        return [(entry["event"], entry["reason"]) for entry in told]

    def faults(self) -> list[str]:
        """What the audit finds amiss with the money of this order."""
        databases = [deployable.database for deployable in self.shop.spec.deployables]
        findings = audit(asyncio.run(read_evidence(databases)))
        return [
            violation.detail
            for finding in findings
            if finding.invariant in MONEY
            for violation in finding.violations
            if violation.subject == self.order
        ]


def test_money_goes_back_in_parts_and_the_order_its_books_and_a_letter_tell_of_it(
    shop: Shop,
) -> None:
    desk = Desk(shop)
    first = desk.refund(120)
    assert (first.status, first.body["amountMinor"], first.body["isOwed"]) == (201, 120, False)
    assert desk.refund(None, reason="goodwill").body["amountMinor"] == desk.total - 120
    assert desk.returned() == [120, desk.total - 120]
    eventually(lambda: desk.shown()["refundedMinor"] == desk.total)
    assert desk.shown()["status"] == "CONFIRMED"
    assert desk.history()[2:] == [("OrderRefunded", "damaged"), ("OrderRefunded", "goodwill")]
    assert desk.faults() == []

    def letters() -> list[int]:
        mine = shop.request("GET", "/api/v1/notifications", token=desk.token).body
        wanted = [letter for letter in mine if letter["kind"] == "order-refunded"]
        about = [letter["params"] for letter in wanted]
        return [p["returnedMinor"] for p in about if p["orderId"] == desk.order]

    eventually(lambda: sorted(letters()) == sorted(desk.returned()))


def test_more_than_is_left_is_refused_and_the_same_request_returns_money_once(
    reference: Shop,
) -> None:
    desk = Desk(reference)
    assert desk.refund(desk.total + 1).body["error"]["code"] == "refund-too-large"
    once, again = desk.refund(100, "k1"), desk.refund(100, "k1")
    assert once.body == again.body
    assert desk.refund(101, "k1").body["error"]["code"] == "idempotency-key-reused"
    assert desk.refund(desk.total).body["error"]["params"] == {"leftMinor": desk.total - 100}
    assert desk.returned() == [100]


def test_refunds_at_the_same_moment_never_add_up_to_more_than_was_taken(reference: Shop) -> None:
    desk = Desk(reference)
    third = desk.total // 3
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: desk.refund(third).status, range(8)))
    assert (answers.count(201), answers.count(409)) == (3, 5)
    assert desk.returned() == [third] * 3


def test_an_order_that_is_withdrawn_after_a_part_went_back_gets_the_rest(shop: Shop) -> None:
    desk = Desk(shop, moves=0)
    assert desk.refund(100).status == 201
    path = f"/api/v1/orders/{desk.order}/withdrawal"
    assert shop.request("POST", path, token=desk.token).status in (200, 202)
    eventually(lambda: desk.shown()["status"] == "CANCELLED")
    eventually(lambda: len(desk.theirs()) == len(desk.ours()) == 4)
    assert desk.returned() == [100, desk.total - 100]
    eventually(lambda: desk.shown()["refundedMinor"] == 100)
    assert desk.faults() == []
    assert desk.refund(1).body["error"]["code"] == "payment-not-refundable"


def test_a_crash_between_the_provider_and_our_books_returns_the_money_once(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT)
    desk = Desk(shop)
    shop.arm("payment-1", at="after-asking:payment-provider/refunds")
    with pytest.raises(ConnectionError):
        desk.refund(100, "k1")
    assert (len(desk.theirs()), len(desk.ours())) == (3, 2)
    shop.bring_back("payment-1")
    eventually(lambda: len(desk.ours()) == 3)
    assert desk.refund(100, "k1").body["isOwed"] is False
    assert desk.returned() == [100]
    eventually(lambda: desk.shown()["refundedMinor"] == 100)
    assert desk.faults() == []
