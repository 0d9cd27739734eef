import threading

import pytest

from labs.kubernetes import rollout as rollouts
from labs.kubernetes.applying import apply
from labs.kubernetes.errors import (
    BadSettingError,
    ForbiddenError,
    ImageNotPulledError,
    NoRoomError,
    NotCreatedError,
    NotOursError,
    OutOfMemoryError,
)
from labs.kubernetes.manifests.pods import LAB_LABEL, Server, objects_of
from labs.kubernetes.plan import Plan, Workload
from labs.kubernetes.rollout import Rollout
from labs.runtime import State
from labs.supervising.errors import NotReadyError, PartEndedError
from tests.kubernetes.api_server import ApiServer, status
from tests.kubernetes.controllers import (
    Controllers,
    crashing,
    ready,
    refused,
    starved,
    unschedulable,
    waiting,
)
from tests.kubernetes.ways_in import straight_to

NAMESPACE = "workbench-shop"
NAMES = ("postgres", "valkey")


@pytest.fixture
def api() -> ApiServer:
    return ApiServer()


@pytest.fixture
def controllers(api) -> Controllers:
    return Controllers(api)


@pytest.fixture
def cluster(api, controllers):
    with straight_to(api) as found:
        yield found


def plan(ready_within_s: float = 20.0) -> Plan:
    namespace = {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": NAMESPACE, "labels": {LAB_LABEL: "shop"}},
    }
    probe = {"tcpSocket": {"port": 1}}
    servers = [Server(name, f"{name}:1", 10001, 1, probe) for name in NAMES]
    objects = [each for server in servers for each in objects_of(server, NAMESPACE, "shop")]
    return Plan(
        lab="shop",
        context="test",
        namespace=NAMESPACE,
        password="secret",
        gateway_port=1,
        postgres_port=2,
        services_port=3,
        workloads=tuple(Workload(name, name, "server") for name in NAMES),
        objects=(namespace, *objects),
        ready_within_s=ready_within_s,
    )


def roll_out(cluster, planned=None, steps=None):
    planned = planned or plan()
    assert apply(cluster, planned, lambda: False)
    tell = [].append if steps is None else steps.append
    return Rollout(cluster, planned, tell).run(lambda: False)


def test_every_part_is_told_as_it_gets_ready(cluster):
    steps = []
    assert roll_out(cluster, steps=steps)
    assert {(step.part, step.state) for step in steps} == {(name, State.READY) for name in NAMES}


def test_a_part_that_takes_its_time_is_told_twice(cluster, api, controllers):
    controllers.fates["valkey"] = lambda: waiting("ContainerCreating")
    steps = []

    def hear(step):
        steps.append((step.part, step.state))
        if step.state is State.STARTING:
            (path,) = [each for each in api.objects if "/pods/valkey-" in each]
            api.put(path, {**api.objects[path], "status": ready()})

    planned = plan()
    apply(cluster, planned, lambda: False)
    assert Rollout(cluster, planned, hear).run(lambda: False)
    assert [state for part, state in steps if part == "valkey"] == [State.STARTING, State.READY]


@pytest.mark.parametrize(
    ("fate", "error", "said"),
    [
        (waiting("ImagePullBackOff", "no such host"), ImageNotPulledError, "no such host"),
        (waiting("CreateContainerConfigError", "no key url"), BadSettingError, "no key url"),
        (crashing(3, 3), PartEndedError, "the last it said"),
        (refused('pods "valkey" is forbidden: exceeded quota'), NotCreatedError, "exceeded quota"),
    ],
)
def test_a_part_that_will_never_get_ready_ends_the_start_at_once(
    cluster, api, controllers, fate, error, said
):
    controllers.fates["valkey"] = lambda: fate
    logs = f"previous /api/v1/namespaces/{NAMESPACE}/pods/valkey-5d9c7b-00002/log"
    api.texts[logs] = "starting\nthe last it said\n"
    with pytest.raises(error) as raised:
        roll_out(cluster)
    assert raised.value.params["part"] == "valkey"
    assert said in raised.value.params["reason"]


def test_a_part_that_crashed_once_is_given_another_chance(cluster, controllers):
    controllers.fates["valkey"] = lambda: crashing(1, 1)
    with pytest.raises(NotReadyError):
        roll_out(cluster, plan(ready_within_s=1.0))


def test_room_is_waited_for_but_not_for_ever(cluster, controllers, monkeypatch):
    monkeypatch.setattr(rollouts, "ROOM_WITHIN_S", 0.5)
    controllers.fates["valkey"] = lambda: unschedulable("0/1 nodes: Insufficient memory.")
    with pytest.raises(NoRoomError) as raised:
        roll_out(cluster)
    assert "Insufficient memory" in raised.value.params["reason"]


def test_who_is_late_says_why(cluster, api, controllers):
    controllers.fates["valkey"] = lambda: waiting("ContainerCreating")
    logs = f"/api/v1/namespaces/{NAMESPACE}/pods/valkey-5d9c7b-00002/log"
    api.texts[logs] = "waiting for its disk\n"
    with pytest.raises(NotReadyError) as raised:
        roll_out(cluster, plan(ready_within_s=1.0))
    assert raised.value.params["reason"] == "waiting for its disk"


def test_who_is_late_without_a_word_is_told_of_in_the_clusters_events(cluster, api, controllers):
    controllers.fates["valkey"] = lambda: waiting("ContainerCreating")
    for when, message in (("00:00", "earlier"), ("00:09", 'secret "keys" not found')):
        event = {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": f"valkey-{when}", "namespace": NAMESPACE},
            "type": "Warning",
            "reason": "FailedMount",
            "message": message,
            "lastTimestamp": f"2026-01-01T00:{when}Z",
            "involvedObject": {"kind": "Pod", "name": "valkey-5d9c7b-00002"},
        }
        api.put(f"/api/v1/namespaces/{NAMESPACE}/events/valkey-{when}", event)
    with pytest.raises(NotReadyError) as raised:
        roll_out(cluster, plan(ready_within_s=1.0))
    assert raised.value.params["reason"] == 'FailedMount: secret "keys" not found'


def test_a_part_that_needs_more_memory_than_it_may_take_ends_the_start(cluster, controllers):
    controllers.fates["valkey"] = lambda: starved(3)
    with pytest.raises(OutOfMemoryError) as raised:
        roll_out(cluster)
    assert raised.value.params["part"] == "valkey"


def test_whoever_gives_up_is_heard(cluster, controllers):
    controllers.fates["valkey"] = lambda: waiting("ContainerCreating")
    planned, given_up = plan(), threading.Event()
    assert apply(cluster, planned, given_up.is_set)
    rollout = Rollout(cluster, planned, lambda _: given_up.set())
    assert rollout.run(given_up.is_set) is False
    assert apply(cluster, planned, given_up.is_set) is False


def test_whoever_gives_up_waits_for_no_earlier_lab(cluster, api):
    def holds_on(path, found):
        if found is None and path == f"/api/v1/namespaces/{NAMESPACE}":
            api.namespace(NAMESPACE)

    roll_out(cluster)
    api.reactions.append(holds_on)
    assert apply(cluster, plan(), lambda: True) is False


def test_rights_that_are_missing_are_told(cluster, api):
    path = f"/api/v1/namespaces/{NAMESPACE}/pods"
    api.refusals[path] = status(403, "Forbidden", "pods is forbidden", kind="pods")
    with pytest.raises(ForbiddenError):
        roll_out(cluster)


def test_what_an_earlier_lab_left_goes_first(cluster, api):
    roll_out(cluster)
    before = {path for path in api.objects if "/pods/" in path}
    roll_out(cluster)
    assert not before & set(api.objects)


def test_a_namespace_that_somebody_else_made_is_left_alone(cluster, api):
    api.namespace(NAMESPACE)
    with pytest.raises(NotOursError):
        roll_out(cluster)
    assert f"/api/v1/namespaces/{NAMESPACE}" in api.objects
