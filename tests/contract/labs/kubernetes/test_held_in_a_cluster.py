"""What is held of a lab in a cluster for as long as it is up: its ports, its traces."""

import json
import os
import signal
from pathlib import Path

from labs.observe.traces import FileTraces
from labs.supervising.ports import is_free
from tests.contract.labs.kubernetes.standing import (
    HOME,
    kubectls,
)
from tests.waiting import becomes

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


def test_a_port_that_kubectl_drops_is_held_again(running):
    port = int(running.runtime.status().gateway_url.rpartition(":")[2])
    (holder,) = kubectls(f" {port}:8080")
    os.kill(holder, signal.SIGKILL)
    assert becomes(lambda: set(kubectls(f" {port}:8080")) - {holder})
    assert becomes(lambda: not is_free(port))


def test_traces_of_pods_and_of_the_gateway_are_read_here(running):
    logs = f"/stand-in/logs/{HOME.rpartition('/')[2]}/deployment"
    traces = FileTraces(Path(running.runtime.status().traces))
    running.api.texts[f"{logs}/collector"] = f"a word\n{span(1)}\n"
    assert becomes(lambda: [s.name for s in traces.spans()] == ["one"])
    running.api.texts[f"{logs}/collector"] += f"{span(2)}\n"
    assert becomes(lambda: len(traces.spans()) == 2)
    running.api.texts[f"{logs}/gateway"] = f"{ENTRY}\n"
    assert becomes(lambda: traces.trace(TRACE)[0].service == "gateway")


def test_a_log_that_is_followed_anew_repeats_nothing(running):
    holder = kubectls("deployment/collector")
    spans = Path(running.runtime.status().traces) / "collector.jsonl"
    before = spans.read_bytes()
    os.kill(holder[0], signal.SIGKILL)
    assert becomes(lambda: set(kubectls("deployment/collector")) - set(holder))
    logs = f"/stand-in/logs/{HOME.rpartition('/')[2]}/deployment"
    running.api.texts[f"{logs}/collector"] = running.api.texts.get(f"{logs}/collector", "")

    def heard() -> bool:
        running.api.texts[f"{logs}/collector"] += "new\n"
        return spans.read_bytes().endswith(b"new\n")

    assert becomes(heard)
    assert set(spans.read_bytes().removeprefix(before).split()) == {b"new"}
