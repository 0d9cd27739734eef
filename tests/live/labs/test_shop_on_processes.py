"""The whole shop, cut in two ways, on local processes: it sells, it refuses, it survives."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import UUID

import pytest

from generators.blueprint import Blueprint
from labs.commerce.platform.serving.operations import OPERATIONS
from labs.commerce.platform.serving.probing import PROBES
from labs.commerce.platform.serving.routing import RPC
from labs.faults.payments import DECLINE, PAYMENT_METHODS
from labs.local.options import LocalOptions
from labs.local.runtime import LocalRuntime
from labs.observe.audit import Finding
from labs.observe.hops import hops_of
from labs.observe.replaying import ask_twice
from labs.observe.rest import audit_at_rest
from labs.observe.timeline import Timeline, read_timeline
from labs.runtime import LabStatus, State
from labs.traffic.journey import Journey, order_journey
from labs.traffic.load import Load, run_load
from labs.traffic.results import LoadResult
from labs.traffic.scenarios import shop_scenarios, sign_in
from tests.live.labs.rotating_keys import GUARDED, Watcher, kid
from tests.waiting import becomes
from workbench.usecases.shops import shop_blueprint

pytestmark = pytest.mark.live

PARTITIONS = ("monolith", "reference")


class Shop:
    def __init__(self, runtime: LocalRuntime, partition: str, status: LabStatus) -> None:
        self.runtime = runtime
        self.partition = partition
        self.status = status
        self.journeys: list[Journey] = []

    def order(self, **choices: str) -> Journey:
        journey = asyncio.run(order_journey(self.status.gateway_url, **choices))
        self.journeys.append(journey)
        return journey

    def audit(self) -> tuple[Finding, ...]:
        accepted = [journey.order_id for journey in self.journeys if journey.order_id]
        return asyncio.run(self._audit(accepted))

    async def _audit(self, accepted: list[str]) -> tuple[Finding, ...]:
        databases = list(self.status.databases.values())
        replays = [await ask_twice(self.status.gateway_url)]
        return await audit_at_rest(databases, accepted, replays, within_s=15)


@pytest.fixture(scope="module", params=PARTITIONS)
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with tempfile.TemporaryDirectory(prefix="shop-test-") as place:
        Path(place).chmod(0o711)
        options = LocalOptions(base=Path(place) / "labs", limits=False, restart_after_s=0.5)
        runtime = LocalRuntime(options)
        status = runtime.up(shop_blueprint(request.param, None), owner_pid=os.getpid())
        yield Shop(runtime, request.param, status)
        runtime.down()


def test_every_part_is_ready(shop):
    assert {part.state for part in shop.status.parts} == {State.READY}
    assert all(part.memory_mb > 0 for part in shop.status.parts)


def test_every_part_has_a_share_of_the_cores_of_its_own(shop):
    processes = [pid for part in shop.runtime.status().parts for pid in part.processes]
    assert [os.getsid(pid) for pid in processes] == processes


def test_customers_do_not_reach_what_is_for_whoever_runs_the_shop(shop):
    asked = {*PROBES, OPERATIONS + "events", RPC + "stock/levels"}
    reached = {path: status_of(shop.status.gateway_url + path) for path in asked}
    assert {path for path, status in reached.items() if status != 404} == set()


def status_of(url: str) -> int:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - the gateway of our own lab
            return answer.status
    except HTTPError as error:
        return error.code


def test_a_customer_comes_all_the_way_from_registration_to_the_letter(shop):
    journey = shop.order()
    assert journey.broken is None
    assert journey.order_status == "CONFIRMED"
    names = [step.name for step in journey.steps]
    assert names[:7] == ["register", "sign-in", "search", "product", "cart", "order", "payment"]
    assert names[-1] == "notification"


def test_a_checkout_costs_calls_exactly_where_the_shop_is_cut(shop):
    hops = hops_of(shop.order())
    assert (hops.checkout > 0) == (shop.partition == "reference")


def test_a_declined_payment_cancels_the_order_and_costs_nothing(shop):
    journey = shop.order(payment_method=PAYMENT_METHODS[DECLINE])
    assert journey.order_status == "CANCELLED"
    assert [finding for finding in shop.audit() if not finding.held] == []


def test_an_order_tells_when_each_of_its_events_happened_and_who_handled_it(shop):
    order = UUID(shop.order().order_id)

    def told() -> Timeline:
        return asyncio.run(read_timeline(shop.status.databases.values(), order))

    # the customer's letter has come; what others make of the same events comes in its own time
    assert becomes(lambda: all(event.handled for event in told().happenings))
    names = {event.event for event in told().happenings}
    assert {"OrderCreated", "ItemsReserved", "OrderConfirmed"} <= names
    assert bool(told().steps) == (shop.partition == "reference")


def test_load_leaves_the_books_in_order(shop):
    result = asyncio.run(short_load(shop.status.gateway_url))
    assert result.requests > 30
    assert result.errors == 0
    assert [finding for finding in shop.audit() if not finding.held] == []


async def short_load(url: str) -> LoadResult:
    scenarios = shop_scenarios(await sign_in(url), checkouts=20)
    return await run_load(url, Load(scenarios, visits_per_s=40, seconds=1.5))


def test_keys_rotate_under_way_and_a_retired_one_proves_nothing(shop):
    passed, refused = [200] * len(GUARDED), [401] * len(GUARDED)
    before, old, new = asyncio.run(rotation(shop.status.gateway_url, old_until=refused))
    assert before == {kid(old): passed, kid(new): passed}


async def rotation(url: str, old_until: list[int]) -> tuple[dict[str, list[int]], str, str]:
    """What tokens of both keys opened once the new one signed; returns when the old one is out."""
    deadline = time.monotonic() + 20
    async with Watcher(url) as watcher:
        old = await watcher.sign_in()
        wanted = await watcher.rotate(overlap_s=3)
        while kid(new := await watcher.sign_in()) != wanted and time.monotonic() < deadline:
            assert await watcher.statuses(new) == [200] * len(GUARDED)
            await asyncio.sleep(0.2)
        opened = {kid(token): await watcher.statuses(token) for token in (old, new)}
        while await watcher.statuses(old) != old_until:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.1)
    return opened, old, new


def test_a_service_whose_database_hangs_says_so_until_it_goes_on(shop):
    name = "payment" if shop.partition == "reference" else "shop"
    shop.runtime.pause("postgres")
    try:
        assert comes_to(shop.runtime, name, State.UNREADY)
        assert "/ready" in shop.runtime.status().part(name).reason
    finally:
        shop.runtime.resume("postgres")
    assert comes_to(shop.runtime, name, State.READY)
    assert shop.order().confirmed


def comes_to(runtime: LocalRuntime, name: str, state: State) -> bool:
    return becomes(lambda: runtime.status().part(name).state is state)


def test_a_killed_service_comes_back_and_sells_again(shop):
    name = "payment" if shop.partition == "reference" else "shop"
    shop.runtime.kill(name)
    assert becomes(lambda: shop.runtime.status().part(name).restarts == 1)
    assert comes_to(shop.runtime, name, State.READY)
    assert shop.order().confirmed


def test_the_gateways_limits_hold_unless_they_are_switched_off():
    blueprint = limited(shop_blueprint("monolith", None))
    with tempfile.TemporaryDirectory(prefix="shop-test-") as place:
        Path(place).chmod(0o711)
        runtime = LocalRuntime(LocalOptions(base=Path(place) / "labs"))
        url = runtime.up(blueprint, owner_pid=os.getpid()).gateway_url
        result = asyncio.run(two_a_minute(url))
        runtime.down()
    assert (result.requests, result.limited) == (5, 3)


async def two_a_minute(url: str) -> LoadResult:
    from labs.traffic.client import HttpClient
    from labs.traffic.results import Tally

    tally = Tally()
    async with HttpClient(url) as client:
        for _ in range(5):
            tally.count("products", await client.send("GET", "/api/v1/products"))
    return tally.result(1.0)


def limited(blueprint: Blueprint) -> Blueprint:
    assert blueprint.gateway is not None
    content = blueprint.model_dump(by_alias=True, exclude_none=True)
    content["gateway"]["limits"] = {"global": {"requests": 2, "per": "hour"}}
    return Blueprint.model_validate(content)


def test_a_canary_gets_its_own_replica_behind_the_gateway():
    blueprint = shop_blueprint("monolith", None)
    canary = {"subsets": ["v1", "v2"], "weights": {"v1": 100, "v2": 0}}
    canary["headers"] = [{"name": "canary", "value": "true", "subset": "v2"}]  # type: ignore[assignment]
    content = blueprint.model_dump(by_alias=True, exclude_none=True)
    content["mesh"] = {"canaries": {"shop": canary}}
    with tempfile.TemporaryDirectory(prefix="shop-test-") as place:
        Path(place).chmod(0o711)
        runtime = LocalRuntime(LocalOptions(base=Path(place) / "labs"))
        status = runtime.up(Blueprint.model_validate(content), owner_pid=os.getpid())
        versions = asyncio.run(versions_seen(status.gateway_url))
        runtime.down()
    assert versions == ("v1", "v2")


async def versions_seen(url: str) -> tuple[str, str]:
    from labs.traffic.client import HttpClient

    async with HttpClient(url) as client:
        plain = await client.send("GET", "/api/v1/products")
        tester = await client.send("GET", "/api/v1/products", headers={"canary": "true"})
    return plain.headers["x-version"], tester.headers["x-version"]
