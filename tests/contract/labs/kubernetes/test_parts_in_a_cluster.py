"""What can be done to a part of a lab in a cluster."""

from urllib.request import urlopen

import pytest

from labs.kubernetes.errors import (
    ToolFailedError,
)
from labs.runtime import State
from labs.supervising.errors import NoCrashPointError, UnknownPartError
from tests.contract.labs.kubernetes.standing import HOME
from tests.kubernetes.controllers import refusing
from tests.waiting import becomes


def test_services_are_reached_through_the_api_server(running):
    running.api.objects[f"{HOME}/services/catalog:80/proxy/metrics"] = {"requests": 1}
    endpoint = running.runtime.status().endpoints["catalog"]
    with urlopen(f"{endpoint}/metrics") as answer:  # noqa: S310 - the stand-in's
        assert b"requests" in answer.read()


def test_a_killed_part_is_down_and_then_back(running):
    before = running.runtime.status().part("catalog").restarts
    running.runtime.kill("catalog")
    assert becomes(lambda: running.runtime.status().part("catalog").restarts > before)
    assert becomes(lambda: running.runtime.status().part("catalog").state is State.READY)
    assert running.controllers.signals[-1][1] == "KILL"


def test_a_paused_part_stays_paused_until_it_is_resumed(running):
    running.runtime.pause("web")
    running.runtime.pause("web")
    assert running.runtime.status().part("web").state is State.PAUSED
    running.runtime.resume("web")
    running.runtime.resume("web")
    assert running.runtime.status().part("web").state is State.READY
    told = [name for pod, name in running.controllers.signals if pod.startswith("web-")]
    assert told == ["STOP", "STOP", "CONT", "CONT"]


def test_a_part_that_was_started_anew_is_paused_no_more(running):
    running.runtime.pause("outside")
    running.runtime.kill("outside")
    assert becomes(lambda: running.runtime.status().part("outside").state is State.READY)


def test_a_part_that_refuses_is_unready_and_the_lab_is_up_all_the_same(running):
    path = running.pod("catalog")
    pod = running.api.objects[path]
    running.api.put(path, {**pod, "status": refusing()})
    status = running.runtime.status()
    assert status.up
    assert status.part("catalog").state is State.UNREADY
    assert status.part("catalog").reason == "containers with unready status"
    running.api.put(path, pod)


def test_the_last_lines_of_a_part_are_told(running):
    running.api.texts[f"{running.pod('catalog')}/log"] = "one\n\ntwo\n"
    assert running.runtime.logs("catalog", lines=5) == ["one", "two"]


def test_parts_that_are_not_there_are_refused(running):
    with pytest.raises(UnknownPartError):
        running.runtime.logs("nothing")


def test_a_service_is_told_from_within_where_to_crash(running):
    running.runtime.arm("catalog", "after-commit:ProductCreated before-ack:UserRegistered:2")
    pod, command = running.controllers.commands[-1]
    assert pod in running.pod("catalog")
    assert command[:3] == ["python", "-m", "labs.commerce.arming"]
    assert command[3:] == ["after-commit:ProductCreated", "before-ack:UserRegistered:2"]


@pytest.mark.parametrize(
    ("part", "points"), [("postgres", "after-commit:ProductCreated"), ("catalog", "nowhere:Any")]
)
def test_crash_points_that_are_none_are_refused_before_anybody_is_asked(running, part, points):
    before = len(running.controllers.commands)
    with pytest.raises(NoCrashPointError):
        running.runtime.arm(part, points)
    assert len(running.controllers.commands) == before


def test_a_part_that_cannot_be_told_says_so(running, monkeypatch):
    monkeypatch.setitem(running.controllers.answers, "python", {"ends": 1})
    with pytest.raises(ToolFailedError):
        running.runtime.arm("catalog", "after-commit:ProductCreated")
