"""The declared graph beside the traces of the shop under load, in two cuts."""

import json
import time
from collections import Counter

import pytest
import yaml

from content.monolith import monolith_path

pytestmark = [pytest.mark.live, pytest.mark.long]

SAGA_ALONE = {("payments", "order-status")}
"""With one transaction the money is captured after the commit, in the background and untraced."""
WRITTEN_S = 1.5
"""Until what was traced last is in the files, where the machine has nothing else to do."""
PATIENCE_S = 60


def traffic_of(run, cut, *graph: str):
    """What `conformance` says of the shop in this cut after the same mix of visits."""
    up = run("lab", "up", "--partition", cut, "--trace-ratio", "1", "--lab", "reality")
    assert up.code == 0, up.err
    try:
        load = run("lab", "load", "--rps", "20", "--seconds", "15", "--lab", "reality")
        assert load.code == 0, load.err
        asked = ("decompose", "conformance", *graph, "--lab", "reality", "--json")
        return all_that_was_traced(run, *asked)
    finally:
        run("lab", "down", "--lab", "reality")


def all_that_was_traced(run, *asked: str):
    """What is found once the files have the last of it: when no coupling is new for a while."""
    found, deadline = None, time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        time.sleep(WRITTEN_S)
        answer = run(*asked)
        known = json.loads(answer.out)["found"] if answer.out else None
        if known and found and couplings(known) == couplings(found):
            return known
        found = known
    raise AssertionError(answer.err or "traces went on and on")


def couplings(found):
    declared = {tuple(pair) for pair in found["convergences"]}
    return declared | {(each["caller"], each["callee"]) for each in found["divergences"]}


def test_both_cuts_show_the_same_graph_and_a_coupling_that_is_not_declared_is_pointed_at(
    run, tmp_path
):
    whole = traffic_of(run, "monolith")
    assert ("orders", "payments") in couplings(whole)

    declared = yaml.safe_load(monolith_path().read_text(encoding="utf-8"))
    removed = Counter()
    for use_case in declared["use_cases"]:
        calls = use_case.get("calls", [])
        kept = [call for call in calls if (call["from"], call["to"]) != ("orders", "payments")]
        removed["orders"] += len(calls) - len(kept)
        use_case["calls"] = kept
    assert removed["orders"]
    (tmp_path / "less.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")

    apart = traffic_of(run, "reference", "less.yaml")
    assert couplings(apart) - SAGA_ALONE == couplings(whole)
    [new] = [
        each
        for each in apart["divergences"]
        if (each["caller"], each["callee"]) == ("orders", "payments")
    ]
    assert new["calls"] > 0
    assert new["trace"]
