"""Two companies, two books: the shop and its payment provider, whatever happens between them."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from labs.commerce.companions.payment_provider.signature import HEADER, signed
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import SPLIT, Answer, Shop
from tests.shops import MONOLITH
from tests.waiting import eventually

pytestmark = pytest.mark.live

CUTS = {"acid": MONOLITH, "saga-orchestration": SPLIT, "saga-choreography": SPLIT}
NUMBER = "4242 4242 4242 4242"


@pytest.fixture(scope="module", params=CUTS)
def shop(request: pytest.FixtureRequest, servers: Servers, directory: Path) -> Iterator[Shop]:
    launched = Shop.launch(servers, directory, CUTS[request.param], request.param)
    yield launched
    launched.stop()


def status(shop: Shop, token: str, order: str) -> str:
    return shop.request("GET", f"/api/v1/orders/{order}", token=token).body["status"]


def theirs(shop: Shop, order: str) -> list[list[str]]:
    """The provider's ledger."""
    lines = "SELECT kind, amount_minor FROM payment_provider.ledger WHERE reference"
    return shop.sql("payment-provider", f"{lines} = '{order}' ORDER BY entry")


def ours(shop: Shop, order: str) -> list[list[str]]:
    lines = "SELECT kind, amount_minor FROM payments.ledger WHERE order_id"
    return shop.sql("payments", f"{lines} = '{order}' ORDER BY entry")


def books_agree(shop: Shop, order: str, *kinds: str) -> None:
    """Both books come to say the same, and just that."""
    eventually(lambda: [kind for kind, _ in theirs(shop, order)] == [*kinds])
    eventually(lambda: ours(shop, order) == theirs(shop, order))


def call_back(shop: Shop, notice: object, key: str = "", at: datetime | None = None) -> Answer:
    body = json.dumps(notice)
    signature = signed(
        key or shop.spec.secrets.callback_key, body.encode(), at or datetime.now(UTC)
    )
    return shop.request("POST", "/api/v1/payments/callbacks", notice, **{HEADER: signature})


def captured(order: str, amount: int = 1) -> dict[str, Any]:
    payment = {
        "reference": order,
        "status": "CAPTURED",
        "amountMinor": amount,
        "currency": "EUR",
    }
    return {"noticeId": str(uuid4()), "at": datetime.now(UTC).isoformat(), "payment": payment}


def test_money_moves_in_both_books_alike(shop: Shop) -> None:
    token = shop.sign_in()
    placed = shop.order(token, shop.card(token, NUMBER))
    order, total = placed.body["orderId"], str(placed.body["totalMinor"])
    books_agree(shop, order, "AUTHORISED", "CAPTURED")
    assert ours(shop, order)[1] == ["CAPTURED", total]


def test_a_declined_card_is_declined_in_one_book_at_least(shop: Shop) -> None:
    token = shop.sign_in()
    placed = shop.order(token, shop.card(token, "4000 0000 0000 9995"))
    assert placed.body["reason"] == "insufficient-funds"
    assert [kind for kind, _ in theirs(shop, placed.body["orderId"])] == ["DECLINED"]


def test_money_held_for_goods_that_are_gone_is_let_go(shop: Shop) -> None:
    token = shop.sign_in()
    shop.sql("stock", "UPDATE stock.levels SET available = 0 WHERE product_id = 30")
    placed = shop.order(token, items=[{"productId": 30, "quantity": 1}])
    assert placed.body["reason"] == "out-of-stock"
    held = "SELECT 1 FROM payment_provider.payments WHERE status IN ('PENDING', 'AUTHORISED')"
    eventually(lambda: shop.sql("payment-provider", held) == [])


@pytest.mark.parametrize("card", ["pm_test_late", "pm_test_callback_twice"])
def test_an_answer_that_comes_by_callback_comes_once(shop: Shop, card: str) -> None:
    token = shop.sign_in()
    key = uuid4().hex
    eventually(lambda: shop.order(token, card, key=key).status == 201)
    order = shop.order(token, card, key=key).body
    assert order["status"] == "CONFIRMED"
    books_agree(shop, order["orderId"], "AUTHORISED", "CAPTURED")
    eventually(lambda: shop.sql("payment-provider", "SELECT 1 FROM payment_provider.notices") == [])
    books_agree(shop, order["orderId"], "AUTHORISED", "CAPTURED")


def test_callbacks_in_the_wrong_order_take_nothing_back(shop: Shop) -> None:
    token, card, key = shop.sign_in(), "pm_test_callbacks_shuffled", uuid4().hex
    eventually(lambda: shop.order(token, card, key=key).status == 201)
    order = shop.order(token, card, key=key).body["orderId"]
    eventually(lambda: shop.sql("payment-provider", "SELECT 1 FROM payment_provider.notices") == [])
    books_agree(shop, order, "AUTHORISED", "CAPTURED")
    shown = shop.request("GET", f"/api/v1/payments/{order}", token=token).body
    assert shown["payment"]["status"] == "CAPTURED"


def test_a_callback_nobody_signed_is_refused(shop: Shop) -> None:
    token = shop.sign_in()
    order = shop.order(token, "pm_test_decline").body["orderId"]
    notice = captured(order)
    path = "/api/v1/payments/callbacks"
    assert shop.request("POST", path, notice).status == 401
    forged = call_back(shop, notice, key="a guess")
    assert (forged.status, forged.body["error"]["code"]) == (401, "callback-forged")
    stale = call_back(shop, notice, at=datetime.now(UTC) - timedelta(minutes=6))
    assert (stale.status, stale.body["error"]["code"]) == (401, "callback-stale")
    assert "CAPTURED" not in [kind for kind, _ in ours(shop, order)]


def test_a_callback_that_is_sent_again_does_nothing(shop: Shop) -> None:
    notice = captured(str(uuid4()))
    assert call_back(shop, notice).body == {"isNews": True}
    assert call_back(shop, notice).body == {"isNews": False}


def test_a_declined_payment_is_not_revived_by_a_callback(shop: Shop) -> None:
    token = shop.sign_in()
    order = shop.order(token, "pm_test_decline").body
    before = ours(shop, order["orderId"])
    assert call_back(shop, captured(order["orderId"], order["totalMinor"])).status == 200
    assert ours(shop, order["orderId"]) == before
    assert status(shop, token, order["orderId"]) == "CANCELLED"


def test_another_customers_card_pays_nothing(shop: Shop) -> None:
    owner, thief = shop.sign_in(), shop.sign_in("customer-02@shop.example")
    method = shop.card(owner, NUMBER)
    placed = shop.order(thief, method)
    assert (placed.body["status"], placed.body["reason"]) == ("CANCELLED", "payment-method-unknown")
    claimed = shop.request("POST", "/api/v1/payments/methods", {"token": method}, thief)
    assert (claimed.status, claimed.body["error"]["code"]) == (422, "payment-method-unknown")
    mine = shop.request("GET", "/api/v1/payments/methods", token=owner).body
    assert method in [one["method"] for one in mine]


def test_a_price_cannot_be_named_by_who_pays_it(shop: Shop) -> None:
    token = shop.sign_in()
    cheap = [{"productId": 1, "quantity": 1, "priceMinor": 1}]
    placed = shop.order(token, items=cheap)
    honest = shop.order(token, items=[{"productId": 1, "quantity": 1}])
    assert placed.status == 422 or placed.body["totalMinor"] == honest.body["totalMinor"]
    assert shop.order(token, totalMinor=1).status == 422


@pytest.mark.parametrize("quantity", [-1, 0, 100, 1.5, "1", None, 10**20])
def test_a_quantity_is_a_small_positive_number(shop: Shop, quantity: object) -> None:
    before = shop.available()
    placed = shop.order(shop.sign_in(), items=[{"productId": 1, "quantity": quantity}])
    assert placed.status == 422
    assert shop.available() == before


def test_only_the_merchant_moves_money(shop: Shop) -> None:
    order = shop.order(shop.sign_in()).body["orderId"]
    refund = shop.request("POST", "/psp/v1/reversals", {"reference": order})
    assert (refund.status, refund.body["error"]["code"]) == (401, "merchant-key-required")


def test_the_provider_keeps_to_what_it_was_asked_first(shop: Shop) -> None:
    reference, key = str(uuid4()), f"Bearer {shop.spec.secrets.merchant_key}"
    wish = {"reference": reference, "token": "pm_test_approve", "currency": "EUR"}

    def ask(path: str, **body: object) -> Answer:
        return shop.request("POST", f"/psp/v1/{path}", body, authorization=key)

    assert ask("authorisations", **wish, amountMinor=500).body["status"] == "AUTHORISED"
    assert ask("authorisations", **wish, amountMinor=500).body["status"] == "AUTHORISED"
    changed = ask("authorisations", **wish, amountMinor=5)
    assert (changed.status, changed.body["error"]["code"]) == (409, "reference-reused")
    assert ask("authorisations", **wish, amountMinor=-5).status == 422
    for _ in range(2):
        assert ask("captures", references=[reference]).body["payments"][0]["status"] == "CAPTURED"
    for _ in range(2):
        assert ask("reversals", reference=reference).body["status"] == "REFUNDED"
    assert [kind for kind, _ in theirs(shop, reference)] == ["AUTHORISED", "CAPTURED", "REFUNDED"]
    assert ask("reversals", reference=str(uuid4())).body["status"] == "VOIDED"


def test_a_card_leaves_no_trace_in_the_shop(shop: Shop, directory: Path) -> None:
    token, number = shop.sign_in(), "5555 5555 5555 4444"
    shop.order(token, shop.card(token, number))
    refused = shop.request("POST", "/api/v1/payments/methods", {"cardNumber": number}, token)
    assert refused.status == 422
    shop.request("POST", "/psp/v1/tokens", {"cardNumber": number, "cvc": "123"})
    digits = number.replace(" ", "")
    for deployable in shop.spec.deployables:
        log = Path(deployable.log).read_text()
        assert digits not in log
        assert number not in log
        database = deployable.database.rpartition("/")[2]
        assert not shop.servers.holds(database, digits, number)
    del directory


def test_money_held_for_an_order_that_never_was_is_let_go(launch: Callable[..., Shop]) -> None:
    shop = launch(MONOLITH, "acid", saga_deadline_ms=500)
    reference, key = str(uuid4()), f"Bearer {shop.spec.secrets.merchant_key}"
    wish = {"token": "pm_test_approve", "currency": "EUR", "amountMinor": 700}
    shop.request(
        "POST", "/psp/v1/authorisations", {**wish, "reference": reference}, authorization=key
    )
    books_agree_on_void = ["AUTHORISED", "VOIDED"]
    eventually(lambda: [kind for kind, _ in theirs(shop, reference)] == books_agree_on_void)
    eventually(lambda: [kind for kind, _ in ours(shop, reference)] == ["VOIDED"])


def test_a_lost_answer_is_asked_for_again_while_the_customer_waits(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(MONOLITH, "acid")
    placed = shop.order(shop.sign_in(), "pm_test_lose_answer")
    assert (placed.status, placed.body["status"]) == (201, "CONFIRMED")
    books_agree(shop, placed.body["orderId"], "AUTHORISED", "CAPTURED")
