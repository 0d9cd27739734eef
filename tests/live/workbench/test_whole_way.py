"""The product's main job, through its command line, on real servers."""

import json

import psutil
import pytest

pytestmark = [pytest.mark.live, pytest.mark.long]


def test_the_tour_decomposes_generates_launches_breaks_and_grades(run, tmp_path):
    taken = run("tour", "--json", "--keep", "out")
    report = json.loads(taken.out)
    assert taken.code == 0, (taken.err, report)
    assert report["proved"] is True
    assert {shop["partition"]: shop["services"] for shop in report["shops"]} == {
        "monolith": 1,
        "proposal": 9,
        "reference": 11,
    }
    for shop in report["shops"]:
        assert shop["completed"] == shop["journeys"] > 0
        assert shop["declined"] == "CANCELLED"
        assert all(held is True for held in shop["invariants"].values()), shop
    hops = {shop["partition"]: shop["hops"] for shop in report["shops"]}
    assert hops["monolith"] == 0 < hops["proposal"] <= hops["reference"]
    assert len(report["grades"]) == 8
    assert all((g["solution"], g["starter"]) == ("passed", "not yet") for g in report["grades"])
    assert (tmp_path / "out" / "generated" / "compose.yaml").is_file()
    assert shop_processes() == []


def test_a_lab_goes_up_answers_and_leaves_nothing(run):
    up = run("lab", "up", "--partition", "reference", "--json", "--lab", "command")
    try:
        assert up.code == 0, up.err
        status = json.loads(run("lab", "status", "--json", "--lab", "command").out)
        assert status["up"] is True
        services = [part for part in status["parts"] if part["kind"] == "service"]
        assert len(services) == 11
        assert {part["state"] for part in status["parts"]} == {"ready"}
        audit = run("lab", "audit", "--json", "--lab", "command")
        assert audit.code == 0, audit.out
    finally:
        down = run("lab", "down", "--lab", "command")
    assert down.code == 0
    assert run("lab", "status", "--lab", "command").code == 1
    assert shop_processes() == []


def shop_processes():
    """Servers and services of labs that these tests started and should have ended."""
    labs = ("/tour", "/command", " tour", " command")
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        known = any(server in line for server in ("postgres", "valkey", "nats", "envoy", "labs."))
        if known and any(lab in line for lab in labs):
            found.append(line)
    return found
