import threading

import pytest

from labs.runtime import LabStatus, State
from tests.tui.driving import workbench
from tests.tui.fake_laboratory import FakeLaboratory
from tests.tui.fakes import FakeServices


async def test_the_lab_goes_up_shows_its_parts_and_goes_down():
    async with workbench() as driver:
        await driver.press("l")
        assert "Nothing runs. u starts" in driver.text
        await driver.press("u")
        assert "Up: 3 parts ready after 0.4 s" in driver.text
        assert "● payments" in driver.text
        assert "✔ no order lost" in driver.text
        assert "✘ no stuck orders (1)" in driver.text
        await driver.press("u")
        assert "Nothing is left running." in driver.text
        assert driver.services.laboratory.calls == ["up reference", "down"]


class LateLaboratory(FakeLaboratory):
    """What can be launched is known when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def partitions(self):
        self.let_go.wait()
        return super().partitions()


async def test_nothing_is_launched_before_it_is_known_what_can_be():
    laboratory = LateLaboratory()
    async with workbench(FakeServices(laboratory=laboratory)) as driver:
        await driver.pilot.press("l", "u", "m", "p")
        laboratory.let_go.set()
        await driver.settle()
        assert laboratory.calls == []
        await driver.press("u")
        assert laboratory.calls == ["up reference"]


async def test_another_cut_can_be_chosen_only_while_nothing_runs():
    async with workbench() as driver:
        await driver.press("l", "p", "u")
        assert driver.services.laboratory.calls == ["up monolith"]
        await driver.press("p")
        assert "u stops it" in driver.text


@pytest.mark.parametrize(("language", "said"), [("en", "in containers"), ("ru", "в контейнерах")])
async def test_where_labs_run_can_be_chosen_only_while_nothing_runs(language, said):
    async with workbench(language=language) as driver:
        await driver.press("l", "r")
        assert said in driver.text
        assert "· docker" in driver.text
        await driver.press("u", "r")
        assert driver.services.laboratory.runtime == "docker"


async def test_what_a_runtime_needs_is_said_when_it_is_chosen():
    laboratory = FakeLaboratory(lacks=("Docker: install an engine and start it",))
    async with workbench(FakeServices(laboratory=laboratory)) as driver:
        await driver.press("l", "r")
        assert "install an engine" in driver.text


async def test_a_part_is_killed_frozen_and_resumed_and_the_events_say_so():
    async with workbench() as driver:
        await driver.press("l", "u", "down", "k")
        assert "you killed payments" in driver.text
        assert "payments is down" in driver.text
        assert "✘ payments" in driver.text
        await driver.press("z")
        assert "‖ payments" in driver.text
        await driver.press("c")
        assert "● payments" in driver.text


async def test_faults_need_a_running_lab():
    async with workbench() as driver:
        await driver.press("l", "k")
        assert "Nothing runs yet" in driver.text
        assert driver.services.laboratory.calls == []


async def test_load_draws_the_latency_plot():
    async with workbench() as driver:
        await driver.press("l", "u", "g")
        await driver.settle()
        assert "p99" in driver.text
        assert "load on: 20 rps" in driver.text
        assert driver.app.screen.query("LatencyPlot")


async def test_what_was_measured_of_one_lab_is_not_shown_of_the_next():
    async with workbench() as driver:
        await driver.press("l", "u", "g")
        assert not driver.app.screen.query_one("#hint").display
        await driver.press("u", "u")
        assert not driver.app.screen.query_one("LatencyPlot").display
        assert "g sends 20 requests a second" in driver.text
        await driver.press("g")
        assert driver.app.screen.query_one("LatencyPlot").display


async def test_the_rate_changes_by_plus_and_minus():
    async with workbench() as driver:
        await driver.press("l", "plus")
        assert "50 requests a second" in driver.text
        await driver.press("minus", "minus")
        assert "10 requests a second" in driver.text


async def test_logs_open_at_their_end_and_escape_leads_back():
    async with workbench() as driver:
        await driver.press("l", "u", "o")
        assert "Log of orders" in driver.text
        assert "POST /api/v1/orders 201" in driver.text
        await driver.press("escape")
        assert driver.screen_name == "LabScreen"


@pytest.mark.parametrize(
    ("language", "called"), [("en", "What was called for it"), ("ru", "Что ради него вызывали")]
)
async def test_the_latest_order_is_told_by_its_events_and_its_trace(language, called):
    async with workbench(language=language, size=(80, 24)) as driver:
        await driver.press("l", "u", "t")
        for told in ("0f1e2d3c", "PaymentFailed (card-declined)", "« order-status, cart", called):
            assert told in driver.text
        assert "→ payments/process ✘ card-declined" in driver.text
        await driver.press("escape")
        assert driver.screen_name == "LabScreen"


async def test_before_anything_is_bought_there_is_no_order_to_tell_of():
    async with workbench(FakeServices(laboratory=FakeLaboratory(sold=False))) as driver:
        await driver.press("l", "t")
        assert "Nothing runs yet" in driver.text
        await driver.press("u", "t")
        assert "No order was traced yet" in driver.text


async def test_a_lab_that_does_not_start_says_why_and_can_be_started_again():
    services = FakeServices(laboratory=FakeLaboratory(error=OSError("port 21900 is busy")))
    async with workbench(services) as driver:
        await driver.press("l", "u")
        assert "port 21900 is busy" in driver.text
        services.laboratory.error = None
        await driver.press("u")
        assert "● orders" in driver.text


async def test_a_lab_that_ends_by_itself_is_said():
    services = FakeServices(laboratory=FakeLaboratory(running=True))
    async with workbench(services) as driver:
        await driver.press("l")
        services.laboratory.running = False
        driver.app.screen._watch()
        await driver.settle()
        assert "The lab is gone" in driver.text
        assert "not running" in driver.text


async def test_a_lab_that_runs_already_is_found():
    services = FakeServices(laboratory=FakeLaboratory(running=True))
    async with workbench(services, language="ru") as driver:
        await driver.press("l")
        assert "● payments" in driver.text
        assert "готов" in driver.text


def test_the_fake_lab_answers_with_the_runtime_ports_own_types():
    status = FakeLaboratory(running=True).status()
    assert isinstance(status, LabStatus)
    assert {part.state for part in status.parts} == {State.READY}


async def test_a_cut_is_measured_beside_the_monolith_and_runs_on():
    async with workbench() as driver:
        await driver.press("l", "m")
        assert driver.services.laboratory.calls == ["measure monolith", "measure reference"]
        assert "reference" in driver.text
        assert "14.2    22.4   4.0" in driver.text
        await driver.press("escape")
        await driver.until(lambda: "up 00:42" in driver.text)


async def test_the_monolith_is_measured_alone():
    async with workbench() as driver:
        await driver.press("l", "p", "m")
        assert driver.services.laboratory.calls == ["measure monolith"]


async def test_a_server_that_does_the_work_of_the_designed_one_is_named():
    laboratory = FakeLaboratory(stand_ins=("The design chose Kafka. Here NATS does its work.",))
    async with workbench(FakeServices(laboratory=laboratory)) as driver:
        await driver.press("l", "u")
        assert "The design chose Kafka." in driver.text
