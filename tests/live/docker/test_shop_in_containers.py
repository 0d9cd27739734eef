"""The whole shop as the generated compose project: it sells, it breaks, it comes back."""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import docker
import pytest

from decomposer.partition import Partition
from exercises.base import blueprint_of
from exercises.grading.bench import Bench
from exercises.grading.trial import shop as lab_of_a_check
from generators.blueprint import Blueprint
from labs.commerce.host import MODULES
from labs.docker.containers import CUT_OFF, PROJECT
from labs.docker.errors import EngineRefusedError
from labs.docker.options import DockerOptions
from labs.docker.plan import project_name
from labs.docker.runtime import DockerRuntime
from labs.local.stand import gateway_stand
from labs.observe.rest import audit_at_rest
from labs.observe.traces import FileTraces
from labs.runtime import LabStatus, Progress, State
from labs.supervising.errors import NoCrashPointError, UnknownPartError
from labs.traffic.journey import Journey, order_journey
from tests.waiting import becomes
from workbench.usecases.shops import shop_blueprint

pytestmark = [pytest.mark.live, pytest.mark.docker]

TRADE = ("orders", "order-status", "payments", "shipping")
SERVERS = {"postgres", "valkey", "nats", "mongodb", "gateway"}
PARTS = {*SERVERS, "trade", "trade-2", "goods", "web", "outside"}
BACK_WITHIN_S = 60.0
READY_WITHIN_S = 600.0
"""On a machine that has a dozen other things to do."""
LOOK_EVERY_S = 0.3
"""An engine has work of its own to do while a container starts."""


def two_services() -> Blueprint:
    """What sells stands apart, twice; everything else is together, its catalogue in MongoDB."""
    rest = tuple(module for module in MODULES if module not in TRADE)
    whole = blueprint_of(Partition("two", {"trade": TRADE, "goods": rest}))
    changed = {
        "trade": whole.services["trade"].model_copy(update={"replicas": 2}),
        "goods": whole.services["goods"].model_copy(update={"store": "mongodb"}),
    }
    return whole.model_copy(update={"services": {**whole.services, **changed}})


def searching_elsewhere() -> Blueprint:
    """One service, whose search is in Elasticsearch."""
    whole = shop_blueprint("monolith", None)
    ((name, service),) = whole.services.items()
    changed = service.model_copy(update={"store": "elasticsearch"})
    return whole.model_copy(update={"services": {name: changed}})


def answer_of(lab: LabStatus, path: str) -> dict[str, Any]:
    with urlopen(f"{lab.gateway_url}{path}", timeout=20) as answer:  # noqa: S310 - our own lab
        found: dict[str, Any] = json.loads(answer.read())
    return found


def finds(lab: LabStatus, words: str) -> bool:
    try:
        return bool(answer_of(lab, f"/api/v1/search?q={words}")["hits"])
    except OSError:
        return False


class Shop:
    def __init__(self, runtime: DockerRuntime, status: LabStatus, steps: list[Progress]) -> None:
        self.runtime = runtime
        self.up = status
        self.steps = steps
        self.accepted: list[str] = []

    def order(self) -> Journey:
        journey = asyncio.run(order_journey(self.up.gateway_url))
        self.accepted += [journey.order_id] if journey.order_id else []
        return journey

    def sells(self) -> bool:
        return self.order().order_status == "CONFIRMED"

    def state(self, part: str) -> State:
        time.sleep(LOOK_EVERY_S)
        return self.runtime.status("test").part(part).state

    def restarts(self, part: str) -> int:
        return self.runtime.status("test").part(part).restarts

    def comes_back(self, *parts: str, since: int) -> bool:
        """Whether any of these parts is ready again after more restarts than they had."""

        def back() -> bool:
            time.sleep(LOOK_EVERY_S)
            found = [p for p in self.runtime.status("test").parts if p.name in parts]
            ready = all(part.state is State.READY for part in found)
            return ready and sum(part.restarts for part in found) > since

        return becomes(back, BACK_WITHIN_S)


def confirmed(lab: LabStatus) -> bool:
    return asyncio.run(order_journey(lab.gateway_url)).order_status == "CONFIRMED"


def answers(url: str) -> bool:
    """Whether a replica is ready at this moment; on a busy machine it may not be at every one."""
    try:
        with urlopen(f"{url}/ready", timeout=5) as answer:  # noqa: S310 - our own lab
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def shop(engine: docker.DockerClient) -> Iterator[Shop]:
    del engine
    with tempfile.TemporaryDirectory(prefix="docker-test-") as place:
        options = DockerOptions(
            base=Path(place) / "labs", limits=False, pull=False, ready_within_s=READY_WITHIN_S
        )
        runtime = DockerRuntime(options)
        steps: list[Progress] = []
        status = runtime.up(two_services(), lab="test", on_progress=steps.append)
        yield Shop(runtime, status, steps)
        runtime.down("test")


def test_every_part_is_healthy_and_was_told_to_become_so(shop):
    assert {part.name for part in shop.up.parts} == PARTS
    assert {part.state for part in shop.up.parts} == {State.READY}
    assert all(part.memory_mb > 0 and part.cpu_s > 0 for part in shop.up.parts)
    assert {step.part for step in shop.steps if step.state is State.READY} == PARTS


def test_a_customer_comes_all_the_way_and_the_books_agree(shop):
    assert becomes(shop.sells, BACK_WITHIN_S)
    databases = list(shop.up.databases.values())
    found = asyncio.run(audit_at_rest(databases, shop.accepted, within_s=20))
    assert [finding for finding in found if not finding.held] == []


def test_the_catalogue_is_where_the_design_has_it(shop):
    assert becomes(lambda: answer_of(shop.up, "/api/v1/products/facets")["total"] == 100, 20)
    asked = shop.runtime.logs("mongodb", lab="test", lines=1000)
    assert {"insert products", "aggregate products", "find products"} <= set(asked)


def test_traces_of_every_container_are_read_here(shop):
    seen = {span.service for span in FileTraces(Path(shop.up.traces)).spans()}
    assert seen >= {"trade", "goods"}


def test_both_replicas_take_part(shop):
    names = {url for part, url in shop.up.endpoints.items() if part.startswith("trade")}
    assert len(names) == 2
    assert becomes(lambda: all(map(answers, names)), BACK_WITHIN_S)


def test_a_killed_service_is_back_though_it_was_frozen_and_the_shop_sells(shop):
    before = shop.restarts("goods")
    shop.runtime.pause("goods", lab="test")
    shop.runtime.kill("goods", lab="test")
    assert shop.comes_back("goods", since=before)
    assert becomes(shop.sells, BACK_WITHIN_S)


def test_a_frozen_part_is_frozen_until_it_is_let_go_on(shop):
    shop.runtime.pause("trade-2", lab="test")
    shop.runtime.pause("trade-2", lab="test")
    assert shop.state("trade-2") is State.PAUSED
    shop.runtime.resume("trade-2", lab="test")
    shop.runtime.resume("trade-2", lab="test")
    assert becomes(lambda: shop.state("trade-2") is State.READY, BACK_WITHIN_S)


def test_a_part_that_is_cut_off_is_missed_until_it_is_let_back_in(shop):
    for _ in range(2):
        shop.runtime.isolate("postgres", lab="test")
    assert shop.runtime.status("test").part("postgres").reason == CUT_OFF
    assert becomes(lambda: shop.state("goods") is State.UNREADY, BACK_WITHIN_S)
    for _ in range(2):
        shop.runtime.rejoin("postgres", lab="test")
    assert becomes(lambda: shop.state("goods") is State.READY, BACK_WITHIN_S)
    assert becomes(shop.sells, BACK_WITHIN_S)


def test_a_part_gets_little_of_the_machine_and_then_what_its_design_allows(shop, engine):
    def share(part: str) -> float:
        told = engine.containers.get(f"{project_name('test')}-{part}-1").attrs["HostConfig"]
        return told["NanoCpus"] / 1e9

    before = share("goods")
    for _ in range(2):
        shop.runtime.limit("goods", cpus=0.1, memory_mb=None, lab="test")
    assert share("goods") == 0.1
    for _ in range(2):
        shop.runtime.unlimit("goods", lab="test")
    assert share("goods") == before


def test_less_memory_than_a_part_holds_is_refused_in_words(shop):
    with pytest.raises(EngineRefusedError):
        shop.runtime.limit("postgres", cpus=None, memory_mb=6, lab="test")
    shop.runtime.unlimit("postgres", lab="test")


def test_a_checks_lab_beside_it_with_its_search_elsewhere_sells_and_goes_alone(shop):
    steps: list[Progress] = []
    bench = Bench(shop.runtime, gateway_stand, steps.append)
    with lab_of_a_check(bench, searching_elsewhere(), "beside") as beside:
        assert becomes(shop.sells, BACK_WITHIN_S)
        assert becomes(lambda: confirmed(beside), BACK_WITHIN_S)
        assert becomes(lambda: finds(beside, "headphones"), BACK_WITHIN_S)
        asked = shop.runtime.logs("elasticsearch", lab=beside.lab, lines=1000)
        assert any(line.endswith("/_search") for line in asked)
    assert {step.part for step in steps} >= {"elasticsearch", "shop"}
    assert not shop.runtime.status(beside.lab).up
    assert becomes(shop.sells, BACK_WITHIN_S)


def test_an_armed_service_ends_itself_where_it_was_told_to(shop):
    before = shop.restarts("trade") + shop.restarts("trade-2")
    for part in ("trade", "trade-2"):
        shop.runtime.arm(part, "after-commit:OrderCreated", lab="test")
    shop.order()
    assert shop.comes_back("trade", "trade-2", since=before)
    said = shop.runtime.logs("trade", lab="test") + shop.runtime.logs("trade-2", lab="test")
    assert any("crashed-at" in line for line in said)


def test_servers_have_no_crash_points_and_strangers_are_no_parts(shop):
    with pytest.raises(NoCrashPointError):
        shop.runtime.arm("postgres", "after-commit:OrderCreated", lab="test")
    with pytest.raises(UnknownPartError):
        shop.runtime.kill("nobody", lab="test")


def test_logs_are_the_last_lines(shop):
    lines = shop.runtime.logs("goods", lab="test", lines=3)
    assert 0 < len(lines) <= 3
    assert all(json.loads(line)["instance"] == "goods-1" for line in lines if line[0] == "{")


def test_nothing_is_left_when_it_is_down(shop, engine):
    assert shop.runtime.down("test")
    assert not shop.runtime.down("test")
    assert not shop.runtime.status("test").up
    ours = {"label": f"{PROJECT}={project_name('test')}"}
    assert engine.containers.list(all=True, filters=ours) == []
    assert engine.networks.list(filters=ours) == []
    assert engine.volumes.list(filters=ours) == []
