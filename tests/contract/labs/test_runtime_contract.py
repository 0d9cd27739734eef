"""What every lab runtime promises, asked of the fake and of the real one."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generators.blueprint import Blueprint
from labs.local.options import LocalOptions
from labs.local.runtime import LocalRuntime
from labs.runtime import LabError, LabStatus, Runtime, State
from tests.contract.labs.fake_runtime import FakeRuntime
from tests.waiting import becomes

SERVERS = {"postgres", "valkey", "nats", "gateway"}


def blueprint(name: str = "small") -> Blueprint:
    services = {"catalog": {"modules": ["products", "categories"]}}
    return Blueprint.model_validate({"name": name, "services": services})


@pytest.fixture(params=["fake", pytest.param("local", marks=pytest.mark.live)])
def runtime(request: pytest.FixtureRequest) -> Iterator[Runtime]:
    if request.param == "fake":
        yield FakeRuntime()
        return
    with tempfile.TemporaryDirectory(prefix="contract-") as place:
        Path(place).chmod(0o711)
        options = LocalOptions(base=Path(place) / "labs", restart_after_s=1.0)
        local = LocalRuntime(options)
        yield local
        local.down("shop")
        local.down("other")


def comes_to(runtime: Runtime, holds: Callable[[LabStatus], bool]) -> bool:
    return becomes(lambda: holds(runtime.status()))


def test_a_machine_that_can_run_labs_lacks_nothing(runtime):
    assert list(runtime.shortages()) == []


def test_up_returns_when_every_part_is_ready_and_down_ends_it(runtime):
    steps = []
    status = runtime.up(blueprint(), on_progress=steps.append)
    assert status.up
    assert status.gateway_url.startswith("http://")
    assert {part.name for part in status.parts} >= {*SERVERS, "catalog"}
    assert {part.state for part in status.parts} == {State.READY}
    assert {s.part for s in steps if s.state is State.READY} >= {*SERVERS, "catalog"}
    assert runtime.down()
    assert not runtime.status().up


def test_a_lab_that_is_not_up_is_said_not_to_be(runtime):
    assert not runtime.status().up
    assert not runtime.down()


def test_up_again_replaces_the_lab(runtime):
    runtime.up(blueprint())
    runtime.kill("catalog")
    again = runtime.up(blueprint())
    assert again.part("catalog").restarts == 0
    assert again.part("catalog").state is State.READY


def test_labs_of_different_names_live_side_by_side(runtime):
    runtime.up(blueprint())
    runtime.up(blueprint(), lab="other")
    assert runtime.down()
    assert runtime.status("other").up


def test_a_killed_part_is_down_and_then_back(runtime):
    runtime.up(blueprint())
    runtime.kill("catalog")
    assert comes_to(runtime, lambda status: status.part("catalog").state is State.DOWN)
    assert comes_to(runtime, lambda status: status.part("catalog").state is State.READY)
    assert runtime.status().part("catalog").restarts == 1


def test_a_paused_part_stays_paused_until_it_is_resumed(runtime):
    runtime.up(blueprint())
    runtime.pause("catalog")
    runtime.pause("catalog")
    assert runtime.status().part("catalog").state is State.PAUSED
    runtime.resume("catalog")
    runtime.resume("catalog")
    assert runtime.status().part("catalog").state is State.READY


def test_a_part_tells_what_it_wrote(runtime):
    runtime.up(blueprint())
    assert becomes(lambda: bool(runtime.logs("catalog", lines=1)))
    assert len(runtime.logs("catalog", lines=1)) == 1


def test_a_server_has_no_crash_points_and_a_service_has(runtime):
    runtime.up(blueprint())
    runtime.arm("catalog", "after-commit:ProductChanged:2 before-answer:products/find")
    runtime.arm("catalog", "")
    with pytest.raises(LabError) as refused:
        runtime.arm("postgres", "after-commit:ProductChanged")
    assert refused.value.code == "no-crash-point"


def test_a_service_that_takes_nothing_up_is_not_said_to_be_armed(runtime):
    runtime.up(blueprint())
    runtime.pause("catalog")
    with pytest.raises(LabError) as paused:
        runtime.arm("catalog", "after-commit:ProductChanged")
    runtime.resume("catalog")
    runtime.kill("catalog")
    with pytest.raises(LabError) as killed:
        runtime.arm("catalog", "after-commit:ProductChanged")
    assert (paused.value.code, killed.value.code) == ("not-armed", "not-armed")


@pytest.mark.parametrize("order", ["kill", "pause", "resume", "logs"])
def test_orders_to_a_lab_that_is_not_up_are_refused(runtime, order):
    with pytest.raises(LabError) as refused:
        getattr(runtime, order)("catalog")
    assert refused.value.code == "not-up"


def test_an_order_to_an_unknown_part_names_the_known_ones(runtime):
    runtime.up(blueprint())
    with pytest.raises(LabError) as refused:
        runtime.kill("catalogue")
    assert refused.value.code == "unknown-part"
    assert "catalog" in str(refused.value.params["known"])


def test_a_lab_ends_with_its_owner(runtime):
    owner = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    runtime.up(blueprint(), owner_pid=owner.pid)
    assert runtime.status().up
    owner.kill()
    owner.wait()
    assert comes_to(runtime, lambda status: not status.up)


def test_a_lab_that_does_not_get_ready_is_an_error_that_names_the_part():
    with pytest.raises(LabError) as failed:
        FakeRuntime(never_ready="catalog").up(blueprint())
    assert failed.value.params["part"] == "catalog"
