"""The blocking that two-phase commit is famous for, and how every crash of it ends."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from subprocess import CalledProcessError
from uuid import UUID, uuid4, uuid5

import pytest

from labs.observe.audit import Invariant, audit
from labs.observe.evidence import read_evidence
from labs.observe.traces import FileTraces
from labs.supervising.errors import PartEndedError, PortBusyError
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import HOME, SPLIT, Answer, Shop
from tests.live.commerce.test_two_phase_commit import TWO_PHASES, ended, in_doubt, ledger, status
from tests.waiting import eventually

pytestmark = pytest.mark.live

GOODS = [{"productId": 1, "quantity": 2}]
VOTERS = ["inventory", "order", "payment", "rest"]


class Buyer:
    """A customer whose order may lose its service under way."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.token, self.key = shop, shop.sign_in(), uuid4().hex
        claims = shop.request("GET", "/api/v1/users/profiles/me", token=self.token).body
        self.order = str(uuid5(UUID(claims["userId"]), self.key))
        self.before = shop.available()

    def buys(self) -> None:
        # the service that takes the order is killed, and answers nothing
        with contextlib.suppress(OSError, HTTPException):
            self.shop.order(self.token, items=GOODS, key=self.key)

    def has_bought_once(self) -> None:
        ended(self.shop, self.token, self.order, "CONFIRMED")
        eventually(lambda: in_doubt(self.shop) == [])
        assert self.shop.available() == self.before - 2
        eventually(lambda: ledger(self.shop, self.order) == ["AUTHORISED", "CAPTURED"])


@pytest.fixture
def buyer(launch: Callable[..., Shop]) -> Buyer:
    return Buyer(launch(SPLIT, TWO_PHASES))


def metric(shop: Shop, module: str, name: str) -> float:
    lines = shop.at(module, "/metrics").body.splitlines()
    return next(float(line.split()[-1]) for line in lines if line.startswith(name))


def doubts(shop: Shop) -> bool | None:
    urls = {deployable.database for deployable in shop.spec.deployables}
    findings = audit(asyncio.run(read_evidence(urls)))
    return next(f.held for f in findings if f.invariant is Invariant.NOTHING_IN_DOUBT)


def test_without_its_coordinator_everybody_waits_who_wants_the_same(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT, TWO_PHASES, twice=["order"], checkout_timeout_ms=600)
    buyer = Buyer(shop)
    shop.arm("order-1", at="before-step:Decide")
    buyer.buys()
    assert in_doubt(shop) == VOTERS
    other = shop.order(shop.sign_in("customer-02@shop.example"), items=GOODS, at="order-2")
    assert (other.status, other.body["status"]) == (202, "PENDING")
    elsewhere = [{"productId": 2, "quantity": 1}]
    free = shop.order(shop.sign_in("customer-03@shop.example"), items=elsewhere, at="order-2")
    assert (free.status, free.body["status"]) == (201, "CONFIRMED")
    assert metric(shop, "stock", "shop_in_doubt_transactions") == 1
    assert metric(shop, "stock", "shop_in_doubt_oldest_seconds") > 0
    assert doubts(shop) is False
    # the second replica takes over when the first one's lease is over, and all goes on
    waiting = f"/api/v1/orders/{other.body['orderId']}"
    token = shop.sign_in("customer-02@shop.example")

    def done() -> bool:
        found = shop.request("GET", waiting, token=token, at="order-2").body["status"]
        return bool(found == "CONFIRMED")

    eventually(done)
    eventually(lambda: in_doubt(shop) == [])
    eventually(lambda: doubts(shop) is True)
    assert shop.available() == buyer.before - 4


def test_whoever_takes_over_goes_on_with_the_trace_of_the_order(buyer: Buyer) -> None:
    shop, trace_id = buyer.shop, uuid4().hex
    files = [Path(deployable.traces) for deployable in shop.spec.deployables]
    shop.arm("order-1", at="before-step:Decide")
    with contextlib.suppress(OSError, HTTPException):
        shop.request(
            "POST",
            "/api/v1/orders",
            {"items": GOODS, "address": HOME, "paymentMethod": "pm_test_approve"},
            buyer.token,
            idempotency_key=buyer.key,
            traceparent=f"00-{trace_id}-b7ad6b7169203331-01",
        )
    shop.bring_back("order-1")
    buyer.has_bought_once()

    def told() -> bool:
        spans = FileTraces(files[0].parent).trace(trace_id)
        return any("two-phase/decide" in span.name for span in spans)

    eventually(told)


def test_what_was_not_decided_is_rolled_back_and_attempted_anew(buyer: Buyer) -> None:
    shop = buyer.shop
    shop.arm("order-1", at="before-step:Decide")
    buyer.buys()
    assert in_doubt(shop) == VOTERS
    shop.bring_back("order-1")
    buyer.has_bought_once()
    log = "SELECT attempt, phase FROM orders.coordinator_log"
    eventually(lambda: shop.sql("orders", log) == [["2", "committed"]])


def test_what_was_decided_is_committed_whoever_dies(buyer: Buyer) -> None:
    shop = buyer.shop
    shop.arm("order-1", at="after-note:Decide")
    buyer.buys()
    assert in_doubt(shop) == VOTERS
    shop.signal("payment-1", signal.SIGKILL)
    shop.bring_back("order-1")
    eventually(lambda: in_doubt(shop) == ["payment"])
    assert status(shop, buyer.token, buyer.order) == "CONFIRMED"
    shop.bring_back("payment-1")
    buyer.has_bought_once()
    log = "SELECT attempt, phase FROM orders.coordinator_log"
    eventually(lambda: shop.sql("orders", log) == [["1", "committed"]])


def test_money_that_was_promised_is_not_let_go_however_late_the_decision_comes(
    launch: Callable[..., Shop],
) -> None:
    buyer = Buyer(launch(SPLIT, TWO_PHASES, saga_deadline_ms=1000))
    shop = buyer.shop
    shop.arm("order-1", at="after-note:Decide")
    buyer.buys()
    assert in_doubt(shop) == VOTERS
    # the reconciliation finds the hold forgotten, and waits for the promise that stands in its way
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    mine = f"{waiting} AND datname = current_database()"
    eventually(lambda: shop.sql("payments", mine) == [["1"]])
    shop.bring_back("order-1")
    buyer.has_bought_once()


def test_a_promise_that_nobody_heard_is_taken_back(buyer: Buyer) -> None:
    shop = buyer.shop
    shop.arm("inventory-1", at="before-answer:two-phase/prepare")
    buyer.buys()
    assert in_doubt(shop) == ["inventory"]
    shop.bring_back("inventory-1")
    buyer.has_bought_once()


@pytest.fixture
def own_servers(directory: Path) -> Iterator[Servers]:
    place = directory / f"own-{uuid4().hex}"
    place.mkdir()
    place.chmod(0o755)
    servers = Servers.start(place)
    yield servers
    servers.stop()


def test_a_promise_survives_the_end_of_the_database_server(
    own_servers: Servers, directory: Path
) -> None:
    shop = Shop.launch(own_servers, directory, SPLIT, TWO_PHASES)
    buyer = Buyer(shop)
    shop.arm("order-1", at="after-note:Decide")
    buyer.buys()
    kill_and_restart_postgres(own_servers)
    assert in_doubt(shop) == VOTERS
    shop.bring_back("order-1")
    buyer.has_bought_once()
    shop.stop()


def kill_and_restart_postgres(servers: Servers) -> None:
    (process,) = (p for p in servers.processes if p.name == "postgres")
    os.kill(process.pid, signal.SIGKILL)
    eventually(process.has_ended)

    def answers() -> bool:
        # the dead server's children hold on to its data for a moment, and recovery takes another
        with contextlib.suppress(PartEndedError, PortBusyError, CalledProcessError):
            if process.has_ended() or not process.pid:
                asyncio.run(process.start(10))
            return servers.sql("SELECT 1") == [["1"]]
        return False

    eventually(answers)


@pytest.mark.soak
def test_services_killed_at_random_leave_nothing_in_doubt(launch: Callable[..., Shop]) -> None:
    shop = launch(SPLIT, TWO_PHASES)
    token, before = shop.sign_in(), shop.available()
    one = [{"productId": 1, "quantity": 1}]

    def place(number: int) -> Answer | None:
        with contextlib.suppress(OSError, HTTPException):
            return shop.order(token, items=one, key=f"k{number}")
        return None

    with ThreadPoolExecutor(6) as pool:
        placed: list[Future[Answer | None]] = [pool.submit(place, number) for number in range(24)]
        begun = "SELECT 1 FROM orders.coordinator_log"
        eventually(lambda: len(shop.sql("orders", begun)) > 4)
        for name in ("payment-1", "order-1", "inventory-1"):
            shop.signal(name, signal.SIGKILL)
        for future in placed:
            future.result()
    shop.bring_back("payment-1", "order-1", "inventory-1")
    unfinished = f"{begun} WHERE phase IN ('voting', 'committing', 'aborting')"
    eventually(lambda: shop.sql("orders", unfinished) == [])
    eventually(lambda: in_doubt(shop) == [])
    confirmed = shop.sql("orders", "SELECT order_id FROM orders.orders WHERE status = 'CONFIRMED'")
    captured = "SELECT order_id FROM payments.payments WHERE status = 'CAPTURED'"
    eventually(lambda: len(shop.sql("payments", captured)) == len(confirmed))
    assert len(confirmed) > 4
    taken = "SELECT order_id FROM stock.takes WHERE status = 'TAKEN'"
    assert sorted(shop.sql("stock", taken)) == sorted(confirmed)
    assert sorted(shop.sql("payments", captured)) == sorted(confirmed)
    assert shop.available() == before - len(confirmed)
