"""A part of a lab in a cluster that is cut off, or gets little of its node."""

import pytest

from labs.kubernetes.errors import (
    NoResizeError,
    NotEnforcedError,
)
from labs.runtime import State
from tests.contract.labs.kubernetes.standing import NETWORK


def policies_of(running, path: str) -> set[str]:
    """The policies that select a pod, as a cluster's network reads them."""
    labels = running.api.objects[path]["metadata"]["labels"]
    found = running.api.below(f"{NETWORK}/networkpolicies")
    return {p["metadata"]["name"] for p in found if _selects(p["spec"]["podSelector"], labels)}


def _selects(selector, labels) -> bool:
    wanted = selector.get("matchLabels", {})
    holds = {
        "Exists": lambda e: e["key"] in labels,
        "DoesNotExist": lambda e: e["key"] not in labels,
        "In": lambda e: labels.get(e["key"]) in e["values"],
    }
    expressions = selector.get("matchExpressions", [])
    return wanted.items() <= labels.items() and all(holds[e["operator"]](e) for e in expressions)


@pytest.mark.parametrize("part", ["catalog", "postgres"])
def test_a_part_that_is_cut_off_is_under_no_policy_that_allows_anything(running, part):
    before = policies_of(running, running.pod(part))
    assert before
    assert "lab-cut-off" not in before
    running.runtime.pause(part)
    for _ in range(2):
        running.runtime.isolate(part)
    assert policies_of(running, running.pod(part)) == {"lab-cut-off"}
    assert running.runtime.status().part(part).state is State.PAUSED
    for _ in range(2):
        running.runtime.rejoin(part)
    assert policies_of(running, running.pod(part)) == before
    assert running.runtime.status().part(part).state is State.PAUSED
    running.runtime.resume(part)


@pytest.mark.parametrize(("part", "knocks"), [("catalog", "catalog-"), ("postgres", "collector-")])
def test_a_network_that_asks_no_policies_is_told_and_nothing_is_cut_off(
    running, monkeypatch, part, knocks
):
    monkeypatch.setattr("labs.kubernetes.part.ENFORCED_WITHIN_S", 0.0)
    monkeypatch.setitem(running.controllers.answers, "python", {"says": "answers\n"})
    before = policies_of(running, running.pod(part))
    with pytest.raises(NotEnforcedError):
        running.runtime.isolate(part)
    assert policies_of(running, running.pod(part)) == before
    pod, command = running.controllers.commands[-1]
    assert pod.startswith(knocks)
    assert command[-2] == "10.244.0.7"


def test_a_part_gets_little_of_its_node_and_then_what_its_design_allows(running):
    def resources(part):
        return running.api.objects[running.pod(part)]["spec"]["containers"][0]["resources"]

    designed = resources("catalog")
    for _ in range(2):
        running.runtime.limit("catalog", cpus=0.05, memory_mb=None)
    assert resources("catalog")["limits"] == {**designed["limits"], "cpu": "50m"}
    assert resources("catalog")["requests"] == {**designed["requests"], "cpu": "25m"}
    for _ in range(2):
        running.runtime.unlimit("catalog")
    assert resources("catalog") == designed


def test_a_server_without_a_limit_gets_one_that_does_not_count_any_more(running):
    running.runtime.limit("valkey", cpus=0.5, memory_mb=100)
    running.runtime.unlimit("valkey")
    found = running.api.objects[running.pod("valkey")]["spec"]["containers"][0]["resources"]
    assert found["limits"] == {"cpu": "64", "memory": "256Mi"}


def test_a_cluster_that_is_too_old_for_limits_says_so(running, monkeypatch):
    monkeypatch.setattr(running.api, "resizes", False)
    with pytest.raises(NoResizeError):
        running.runtime.limit("catalog", cpus=0.05, memory_mb=None)
