"""How a lab in a cluster comes and goes, with stand-ins for kubectl and for the API server."""

import os
import signal
import subprocess
import sys

import pytest

from labs.kubernetes.errors import (
    ImageNotPulledError,
    NotOursError,
)
from labs.runtime import LabError, State
from labs.supervising.directories import LabDirectory
from labs.supervising.errors import NoSuchLabError
from labs.supervising.ports import is_free
from labs.supervising.state import read_state
from tests.contract.labs.kubernetes.standing import HOME, blueprint
from tests.kubernetes.controllers import waiting
from tests.waiting import becomes

SERVERS = {"postgres", "valkey", "nats", "collector", "gateway"}


def test_up_returns_when_every_part_is_ready_and_down_leaves_nothing(here):
    steps = []
    status = here.runtime.up(blueprint(), owner_pid=os.getpid(), on_progress=steps.append)
    assert status.up
    assert {part.name for part in status.parts} == {*SERVERS, "catalog", "web", "outside"}
    assert {part.state for part in status.parts} == {State.READY}
    assert {s.part for s in steps if s.state is State.READY} >= {*SERVERS, "catalog"}
    assert {s.part for s in steps if s.state is State.LEFT_OUT} >= {"HTTPRoute"}
    assert here.runtime.down()
    assert not here.runtime.status().up
    assert not here.left()
    assert is_free(int(status.gateway_url.rpartition(":")[2]))
    assert not here.runtime.down()


def test_labs_of_different_names_live_side_by_side(running):
    running.runtime.up(blueprint(), lab="other", owner_pid=os.getpid())
    assert running.runtime.down("other")
    assert running.runtime.status().up


def test_a_start_that_fails_says_why_and_leaves_nothing(here):
    here.controllers.fates["catalog"] = lambda: waiting("ErrImagePull", "not found")
    with pytest.raises(LabError) as raised:
        here.runtime.up(blueprint(), owner_pid=os.getpid())
    assert raised.value.code == ImageNotPulledError.code
    assert raised.value.params["image"] == "shop:test"
    assert not here.left()
    assert not here.runtime.status().up


def test_a_namespace_of_somebody_else_is_never_touched(here):
    here.api.namespace("workbench-shop")
    with pytest.raises(NotOursError):
        here.runtime.up(blueprint(), owner_pid=os.getpid())
    assert HOME in here.api.objects
    del here.api.objects[HOME]


def test_a_lab_ends_with_its_owner(here):
    owner = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    here.runtime.up(blueprint(), owner_pid=owner.pid)
    owner.kill()
    owner.wait()
    assert becomes(lambda: HOME not in here.api.objects)
    assert becomes(lambda: not here.runtime.status().up)


def test_who_starts_a_lab_and_goes_away_leaves_nothing(here):
    here.controllers.fates["catalog"] = lambda: waiting("ContainerCreating")

    class GoneError(Exception):
        pass

    def interrupt(step):
        if step.part == "catalog":
            raise GoneError

    with pytest.raises(GoneError):
        here.runtime.up(blueprint(), owner_pid=os.getpid(), on_progress=interrupt)
    assert not here.left()
    assert not here.runtime.status().up


def test_what_a_crashed_supervisor_left_goes_with_the_next_stop(here):
    here.runtime.up(blueprint(), owner_pid=os.getpid())
    state = read_state(LabDirectory(here.base, "shop").state)
    os.kill(state.supervisor.pid, signal.SIGKILL)
    assert becomes(lambda: not here.runtime.status().up)
    assert HOME in here.api.objects
    assert here.runtime.down()
    assert HOME not in here.api.objects


def test_a_lab_that_is_not_up_is_said_not_to_be(here):
    with pytest.raises(NoSuchLabError):
        here.runtime.kill("catalog")
    assert not here.runtime.status().up
