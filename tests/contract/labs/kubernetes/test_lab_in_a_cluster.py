"""A lab in a cluster, with stand-ins for kubectl and for the API server."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from generators.blueprint import Blueprint
from labs.kubernetes.errors import (
    ImageNotPulledError,
    NoResizeError,
    NotEnforcedError,
    NotOursError,
    ToolFailedError,
)
from labs.kubernetes.manifests.pods import LAB_LABEL
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.runtime import KubernetesRuntime
from labs.observe.traces import FileTraces
from labs.runtime import LabError, State
from labs.supervising.directories import LabDirectory
from labs.supervising.errors import NoCrashPointError, NoSuchLabError, UnknownPartError
from labs.supervising.ports import is_free
from labs.supervising.state import read_state
from tests.kubernetes.api_server import ApiServer, serving
from tests.kubernetes.controllers import Controllers, refusing, waiting
from tests.kubernetes.stand_in_kubectl import API, CONTEXTS, install
from tests.waiting import becomes

HOME = "/api/v1/namespaces/workbench-shop"
NETWORK = "/apis/networking.k8s.io/v1/namespaces/workbench-shop"
SERVERS = {"postgres", "valkey", "nats", "collector", "gateway"}


TRACE, PARENT = "5" * 32, "6" * 16
ENTRY = json.dumps(
    {
        "time": "2026-01-01T00:00:00Z",
        "method": "GET",
        "status": 200,
        "duration_ms": 3,
        "traceparent": f"00-{TRACE}-{PARENT}-01",
    }
)


def span(number: int) -> str:
    """A line as the shop writes it."""
    told = {
        "traceId": TRACE,
        "spanId": f"{number:016}",
        "parentSpanId": PARENT,
        "name": {1: "one", 2: "two"}[number],
        "kind": 2,
        "startTimeUnixNano": "1767225600000000000",
        "endTimeUnixNano": "1767225600001000000",
    }
    return json.dumps({"resourceSpans": [{"resource": {}, "scopeSpans": [{"spans": [told]}]}]})


def blueprint() -> Blueprint:
    services = {"catalog": {"modules": ["products", "categories"]}}
    return Blueprint.model_validate({"name": "small", "services": services})


@dataclass
class Standing:
    """A runtime, and what it believes to be a cluster."""

    runtime: KubernetesRuntime
    api: ApiServer
    controllers: Controllers
    base: Path

    def pod(self, part: str) -> str:
        (found,) = [path for path in self.api.objects if path.startswith(f"{HOME}/pods/{part}-")]
        return found

    def left(self) -> list[str]:
        return [path for path in self.api.objects if path.startswith(HOME)]


@contextmanager
def standing(folder: Path) -> Iterator[Standing]:
    install(folder)
    api = ApiServer()
    api.judges = False  # `test_lab_manifests.py` does
    options = KubernetesOptions(image="shop:test", base=folder / "labs", ready_within_s=30)
    found = Standing(KubernetesRuntime(options), api, Controllers(api), folder / "labs")
    with pytest.MonkeyPatch.context() as patched, serving(api) as (host, port):
        patched.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        patched.setenv(API, f"{host}:{port}")
        yield found
        found.runtime.down()


@pytest.fixture
def here(tmp_path) -> Iterator[Standing]:
    with standing(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Standing]:
    """A lab that tests may hurt, but not end."""
    with standing(tmp_path_factory.mktemp("running")) as found:
        found.runtime.up(blueprint(), owner_pid=os.getpid())
        yield found


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


def test_services_are_reached_through_the_api_server(running):
    running.api.objects[f"{HOME}/services/catalog:80/proxy/metrics"] = {"requests": 1}
    endpoint = running.runtime.status().endpoints["catalog"]
    with urlopen(f"{endpoint}/metrics") as answer:  # noqa: S310 - the stand-in's
        assert b"requests" in answer.read()


def test_a_killed_part_is_down_and_then_back(running):
    before = running.runtime.status().part("catalog").restarts
    running.runtime.kill("catalog")
    assert becomes(lambda: running.runtime.status().part("catalog").restarts > before, 20)
    assert running.runtime.status().part("catalog").state is State.READY
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
    assert becomes(lambda: running.runtime.status().part("outside").state is State.READY, 20)


def test_the_last_lines_of_a_part_are_told(running):
    running.api.texts[f"{running.pod('catalog')}/log"] = "one\n\ntwo\n"
    assert running.runtime.logs("catalog", lines=5) == ["one", "two"]


def test_a_port_that_kubectl_drops_is_held_again(running):
    port = int(running.runtime.status().gateway_url.rpartition(":")[2])
    (holder,) = _kubectls(f" {port}:8080")
    os.kill(holder, signal.SIGKILL)
    assert becomes(lambda: set(_kubectls(f" {port}:8080")) - {holder}, 20)
    assert becomes(lambda: not is_free(port), 20)


def _kubectls(words: str) -> list[int]:
    found = psutil.process_iter(["pid", "cmdline"])
    return [p.info["pid"] for p in found if words in " ".join(p.info["cmdline"] or ())]


def test_labs_of_different_names_live_side_by_side(running):
    running.runtime.up(blueprint(), lab="other", owner_pid=os.getpid())
    assert running.runtime.down("other")
    assert running.runtime.status().up


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


def test_a_part_that_refuses_is_unready_and_the_lab_is_up_all_the_same(running):
    path = running.pod("catalog")
    pod = running.api.objects[path]
    running.api.put(path, {**pod, "status": refusing()})
    status = running.runtime.status()
    assert status.up
    assert status.part("catalog").state is State.UNREADY
    assert status.part("catalog").reason == "containers with unready status"
    running.api.put(path, pod)


def test_traces_of_pods_and_of_the_gateway_are_read_here(running):
    logs = f"/stand-in/logs/{HOME.rpartition('/')[2]}/deployment"
    traces = FileTraces(Path(running.runtime.status().traces))
    running.api.texts[f"{logs}/collector"] = f"a word\n{span(1)}\n"
    assert becomes(lambda: [s.name for s in traces.spans()] == ["one"], 20)
    running.api.texts[f"{logs}/collector"] += f"{span(2)}\n"
    assert becomes(lambda: len(traces.spans()) == 2, 20)
    running.api.texts[f"{logs}/gateway"] = f"{ENTRY}\n"
    assert becomes(lambda: traces.trace(TRACE)[0].service == "gateway", 20)


def test_a_log_that_is_followed_anew_repeats_nothing(running):
    holder = _kubectls("deployment/collector")
    spans = Path(running.runtime.status().traces) / "collector.jsonl"
    before = spans.read_bytes()
    os.kill(holder[0], signal.SIGKILL)
    assert becomes(lambda: set(_kubectls("deployment/collector")) - set(holder), 20)
    logs = f"/stand-in/logs/{HOME.rpartition('/')[2]}/deployment"
    running.api.texts[f"{logs}/collector"] = running.api.texts.get(f"{logs}/collector", "")

    def heard() -> bool:
        running.api.texts[f"{logs}/collector"] += "new\n"
        return spans.read_bytes().endswith(b"new\n")

    assert becomes(heard, 20)
    assert set(spans.read_bytes().removeprefix(before).split()) == {b"new"}


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
    assert becomes(lambda: HOME not in here.api.objects, 20)
    assert becomes(lambda: not here.runtime.status().up, 20)


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
    assert becomes(lambda: not here.runtime.status().up, 20)
    assert HOME in here.api.objects
    assert here.runtime.down()
    assert HOME not in here.api.objects


def test_a_lab_that_is_not_up_is_said_not_to_be(here):
    with pytest.raises(NoSuchLabError):
        here.runtime.kill("catalog")
    assert not here.runtime.status().up


KIND = """#!/bin/sh
echo "$*" >> "$(dirname "$0")/said-to-kind"
"""


def said_to_kind(here: Standing) -> list[str]:
    return (here.base.parent / "said-to-kind").read_text().splitlines()


@pytest.fixture
def kind(here, monkeypatch):
    program = here.base.parent / "kind"
    program.write_text(KIND)
    program.chmod(0o755)


def test_a_cluster_that_was_made_for_a_start_that_fails_goes_again(here, kind, monkeypatch):
    monkeypatch.setenv(CONTEXTS, "")
    with pytest.raises(ToolFailedError, match="does not exist"):
        here.runtime.up(blueprint(), owner_pid=os.getpid())
    assert said_to_kind(here) == [
        "create cluster --name architecture-workbench",
        "delete cluster --name architecture-workbench",
    ]


def test_a_cluster_that_was_made_for_labs_goes_with_the_last_of_them(here, kind, monkeypatch):
    monkeypatch.setenv(CONTEXTS, "kind-architecture-workbench")
    here.api.namespace("default")
    here.runtime.up(blueprint(), owner_pid=os.getpid())
    here.api.objects["/api/v1/namespaces/workbench-other"] = {
        "metadata": {"name": "workbench-other", "labels": {LAB_LABEL: "other"}}
    }
    assert here.runtime.down()
    assert not (here.base.parent / "said-to-kind").exists()
    del here.api.objects["/api/v1/namespaces/workbench-other"]
    here.runtime.up(blueprint(), owner_pid=os.getpid())
    assert here.runtime.down()
    assert said_to_kind(here) == ["delete cluster --name architecture-workbench"]


def test_a_context_that_went_away_is_told(here):
    gone = KubernetesRuntime(KubernetesOptions(context="nowhere", base=here.base))
    with pytest.raises(ToolFailedError, match="does not exist"):
        gone.up(blueprint())


def test_a_machine_with_a_cluster_lacks_nothing_unless_it_is_too_old(here):
    assert list(here.runtime.shortages()) == []
    here.api.version = "v1.27.3"
    (short,) = here.runtime.shortages()
    assert (short.remedy, short.params["version"]) == ("kubernetes-too-old", "v1.27.3")


def test_without_kubectl_that_is_what_is_missing(here, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert [each.what for each in here.runtime.shortages()] == ["kubectl"]
    assert not here.runtime.down()
