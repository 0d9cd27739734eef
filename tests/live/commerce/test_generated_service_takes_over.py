"""Generated services in the place of the shop's own, held to what those are held to.

The shop runs with some services in deployables of their own. Those are stopped, and what was
generated from the blueprint is started at their addresses, with databases of their own. The suites
are those of the shop, whose own services pass them in the tests that they come from.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from generators.blueprint import module_facts, new_blueprint
from labs.commerce.host import MODULES
from labs.observe.audit import Finding, Invariant, audit
from labs.observe.books import Evidence
from labs.observe.evidence import read_evidence
from tests.live.commerce import test_opinions as opinions
from tests.live.commerce import test_payment_fails as failures
from tests.live.commerce import test_withdrawals as withdrawals
from tests.live.commerce.replacing import Replacement, replaced
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.live.commerce.test_journey import whole_way
from tests.live.commerce.test_public_api_fuzzed import EXAMPLES, HELD_TO
from tests.live.commerce.test_public_api_fuzzed import SCHEMA as WHOLE
from tests.shops import REFERENCE
from tests.waiting import eventually
from workbench.usecases.partitions import shop_graph

pytestmark = pytest.mark.live

GENERATED = ["admin", "review", "shipping"]
"""The whole services of the reference whose modules all have their rules."""
HELD = [module for name in GENERATED for module in REFERENCE[name]]
PARTITION = {
    **{name: REFERENCE[name] for name in GENERATED},
    "rest": [module for module in MODULES if module not in HELD],
}
SCHEMA = WHOLE.include(path_regex="^/api/v1/(admin|moderation|ratings|reviews|shipping)")


@pytest.fixture(scope="module")
def shop(servers: Servers, directory: Path) -> Iterator[Shop]:
    shop = Shop.launch(servers, directory, PARTITION)
    yield shop
    shop.stop()


@pytest.fixture(scope="module")
def services(shop: Shop, servers: Servers, directory: Path) -> Iterator[Mapping[str, Replacement]]:
    blueprint = new_blueprint(PARTITION, "shop", module_facts(shop_graph()))
    with replaced(shop, servers, directory, blueprint, GENERATED) as services:
        yield services


@pytest.fixture(scope="module")
def swapped(shop: Shop, services: Mapping[str, Replacement]) -> Shop:
    assert services.keys() == set(GENERATED)
    return shop


@pytest.fixture(scope="module")
def boss(swapped: Shop) -> str:
    """Who may do everything."""
    return swapped.sign_in("admin@shop.example")


def test_everything_of_these_services_is_written(services: Mapping[str, Replacement]):
    modules = [module for each in services.values() for module in each.view.modules]
    assert sorted(module.name for module in modules) == sorted(HELD)
    assert [module.name for module in modules if not module.is_written] == []


def test_a_customer_gets_from_registration_to_delivery(swapped: Shop):
    whole_way(swapped)


def test_reviews_are_shown_or_wait_as_moderation_decides(swapped: Shop):
    opinions.test_a_buyers_review_is_shown_and_a_strangers_waits_for_a_person(swapped)


def test_a_purchase_verifies_a_review_that_came_before_it(swapped: Shop):
    opinions.test_a_purchase_verifies_a_review_that_came_before_it(swapped)


def test_a_reversed_decision_is_followed(swapped: Shop):
    opinions.test_a_decision_can_be_reversed_and_the_rating_follows(swapped)


def test_a_parcel_that_cannot_be_planned_is_told_once(swapped: Shop):
    failures.test_a_parcel_that_cannot_be_planned_is_told_once(swapped)


def test_an_order_that_is_withdrawn_has_its_parcel_called_off(swapped: Shop):
    withdrawals.test_what_is_withdrawn_is_refunded_released_and_cancelled_once(swapped)


def test_a_parcel_that_has_left_is_not_called_back(swapped: Shop):
    withdrawals.test_what_has_left_is_not_withdrawn(swapped)


@pytest.mark.parametrize("whose", ["reference", "swapped"])
def test_what_the_rules_forbid_is_refused_in_the_same_words(
    whose: str, request: pytest.FixtureRequest
):
    shop: Shop = request.getfixturevalue(whose)
    customer = opinions.newcomer(shop)
    opinions.write(shop, customer, 47)
    review = {"productId": 47, "stars": 5, "text": "Again."}
    refused = {
        (409, "reviewed-already"): (review, customer),
        (404, "product-unknown"): ({**review, "productId": 10**6}, customer),
        (422, "stars-out-of-range"): ({**review, "stars": 6}, customer),
        (401, "token-missing"): (review, ""),
        (401, "token-invalid"): (review, "made-up"),
    }
    for expected, (body, token) in refused.items():
        answer = shop.request("POST", opinions.REVIEWS, body, token)
        assert (answer.status, answer.body["error"]["code"]) == expected


@pytest.mark.parametrize("whose", ["reference", "swapped"])
def test_an_administrator_finds_orders_by_number_customer_and_status(
    whose: str, request: pytest.FixtureRequest
):
    shop: Shop = request.getfixturevalue(whose)
    customer, boss = opinions.newcomer(shop), shop.sign_in("admin@shop.example")
    placed = [shop.order(customer).body["orderId"] for _ in range(2)]

    def found(query: str) -> list[str]:
        listed = shop.request("GET", f"/api/v1/admin/orders?{query}", token=boss)
        return [order["orderId"] for order in listed.body]

    me = shop.request("GET", "/api/v1/users/profiles/me", token=customer).body
    accounts = f"/api/v1/admin/accounts?q={me['email']}"
    (account,) = shop.request("GET", accounts, token=boss).body
    assert account["userId"] == me["userId"]
    assert found(f"q={me['email']}") == placed[::-1]
    assert found(f"q={placed[0]}") == placed[:1]
    assert found("status=CONFIRMED&limit=1") == placed[1:]


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_contract_declares(
    case: schemathesis.Case, swapped: Shop, boss: str
) -> None:
    with requests.Session() as session:
        for token in ("", boss):
            case.call_and_validate(
                base_url=swapped.url(case.path),
                headers={"authorization": f"Bearer {token}"} if token else {},
                session=session,
                checks=HELD_TO,
            )


def test_the_shops_books_are_in_order_at_the_end(
    swapped: Shop, services: Mapping[str, Replacement]
):
    findings: list[Finding] = []

    def settled() -> bool:
        findings[:] = audit(evidence(swapped, services))
        return all(finding.held for finding in findings)

    eventually(settled)
    assert not [each.log for each in services.values() if "event-dead" in each.log.read_text()]
    assert {finding.invariant for finding in findings} >= set(Invariant) - {Invariant.REPLAYS_AGREE}


def evidence(shop: Shop, services: Mapping[str, Replacement]) -> Evidence:
    """The shop's books, with what the generated services keep in databases of their own."""
    books = asyncio.run(read_evidence(each.database for each in shop.spec.deployables))
    sent = "SELECT order_id FROM shipping.shipments WHERE status NOT IN ('CANCELLED', 'REFUSED')"
    parcels = shop.servers.sql(sent, services["shipping"].database)
    waiting = {
        f"events of {name}": int(count)
        for name, each in services.items()
        for ((count,),) in [shop.servers.sql("SELECT count(*) FROM platform.outbox", each.database)]
        if count != "0"
    }
    return replace(
        books,
        parcels=frozenset(order for (order,) in parcels),
        waiting={**(books.waiting or {}), **waiting},
    )
