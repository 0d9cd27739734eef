import pytest

from labs.kubernetes.condition import FROZEN, Trouble, condition
from labs.kubernetes.plan import Workload
from labs.kubernetes.seen import seen
from labs.runtime import State
from tests.kubernetes.controllers import (
    crashing,
    ended,
    evicted,
    ready,
    starved,
    unschedulable,
    waiting,
)


def pod(status, name="order-5d9c7b-1", created="2026-01-01T00:00:00Z", **metadata):
    return {"metadata": {"name": name, "creationTimestamp": created, **metadata}, "status": status}


def before(status):
    """Of a pod that does not get past a container which runs before: a sidecar's, say."""
    waits = waiting("PodInitializing")
    return {**waits, "initContainerStatuses": status["containerStatuses"]}


@pytest.mark.parametrize(
    ("status", "state", "trouble"),
    [
        (ready(), State.READY, None),
        (waiting("ContainerCreating"), State.STARTING, None),
        (waiting("ImagePullBackOff", "back-off"), State.DOWN, Trouble.IMAGE),
        (waiting("ErrImageNeverPull"), State.DOWN, Trouble.IMAGE),
        (waiting("CreateContainerConfigError", "no secret"), State.DOWN, Trouble.SETTING),
        (crashing(3, 4), State.DOWN, Trouble.CRASH),
        (starved(4), State.DOWN, Trouble.MEMORY),
        (before(waiting("ImagePullBackOff")), State.DOWN, Trouble.IMAGE),
        (before(crashing(1, 4)), State.DOWN, Trouble.CRASH),
        (unschedulable("0/1 nodes are available"), State.STARTING, Trouble.ROOM),
        ({"phase": "Pending"}, State.STARTING, None),
        ({}, State.STARTING, None),
    ],
)
def test_a_pod_is_ready_on_its_way_or_in_trouble(status, state, trouble):
    found = condition(pod(status))
    assert (found.state, found.trouble) == (state, trouble)


def test_the_reason_is_what_the_cluster_says():
    message = 'secret "order-store" not found'
    found = condition(pod(waiting("CreateContainerConfigError", message)))
    assert found.reason == f"CreateContainerConfigError: {message}"
    assert condition(pod(unschedulable("Insufficient cpu"))).reason == "Insufficient cpu"


def test_a_crash_tells_its_exit_status_and_how_often():
    found = condition(pod(crashing(137, 4)))
    assert (found.status, found.restarts) == (137, 4)


def test_a_frozen_pod_is_frozen_until_it_is_started_anew():
    frozen = {"annotations": {FROZEN: "1"}}
    assert condition(pod(ready(1), **frozen)).state is State.PAUSED
    assert condition(pod(ready(2), **frozen)).state is State.READY


def test_a_program_that_ended_is_not_ready():
    assert condition(pod(ended(137))).state is State.STARTING


def test_replicas_of_all_versions_are_counted_through():
    stable, canary = (
        Workload("order-v1", "order", "service", 1, 2),
        Workload("order-v2", "order", "service", 3),
    )
    names = [name for workload in (stable, canary) for name in workload.parts()]
    assert names == ["order", "order-2", "order-3"]


def test_pods_are_parts_in_the_order_of_their_age_and_one_that_goes_is_none():
    workload = Workload("order", "order", "service", 1, 2)
    young = pod(ready(), "order-5d9c7b-b", "2026-01-01T00:00:09Z")
    old = pod(ready(), "order-5d9c7b-a", "2026-01-01T00:00:01Z")
    going = pod(ready(), "order-5d9c7b-c", deletionTimestamp="2026-01-01T00:00:10Z")
    other = pod(ready(), "order-history-5d9c7b-a")
    first, second = seen([workload], [young, other, going, old])
    assert (first.name, first.pod) == ("order", old)
    assert (second.name, second.pod) == ("order-2", young)


def test_a_part_without_a_pod_is_down():
    (part,) = seen([Workload("order", "order", "service")], [])
    assert (part.pod, part.condition.state) == (None, State.DOWN)


def test_a_pod_that_its_node_put_out_is_no_part_beside_its_successor():
    workload = Workload("order", "order", "service")
    old = pod(evicted(), "order-5d9c7b-a", "2026-01-01T00:00:01Z")
    new = pod(ready(), "order-5d9c7b-b", "2026-01-01T00:00:09Z")
    (found,) = seen([workload], [old, new])
    assert found.pod is new
