"""What nobody has found out argues for nothing."""

import pytest

from decomposer.criteria import couplings
from decomposer.graph import MonolithGraph
from decomposer.importers.monolith import parse_graph
from decomposer.partition import Partition, monolith
from decomposer.propose import propose
from decomposer.score import score

TEMPLATE = """\
name: shop
modules:
  - {name: orders, capability: sales, team: one, scaling: cpu, entities: [order]}
  - {name: stock, capability: %(capability)s, team: %(team)s, scaling: %(scaling)s}
use_cases:
  - name: buy
    frequency_per_1000: 10
    entry: stock
    calls: [{from: stock, to: orders, access: %(access)s, entities: [order]}]
"""
KNOWN = {"capability": "goods", "team": "two", "scaling": "read-heavy", "access": "write"}


def graph(**unknown: str) -> MonolithGraph:
    return parse_graph(TEMPLATE % {**KNOWN, **unknown}, "graph.yaml").graph


@pytest.mark.parametrize(
    ("trait", "code"),
    [("capability", "capabilities"), ("team", "teams"), ("scaling", "profiles")],
)
def test_an_unknown_trait_argues_for_nothing(trait, code):
    codes = [r.evidence.code for r in couplings(graph()).reasons]
    without = [r.evidence.code for r in couplings(graph(**{trait: "unknown"})).reasons]
    assert code in codes
    assert [c for c in codes if c != code] == without


def test_two_unknown_teams_are_not_one_team():
    text = TEMPLATE.replace("team: one", "team: unknown") % {**KNOWN, "team": "unknown"}
    found = parse_graph(text, "graph.yaml").graph
    assert not [r for r in couplings(found).reasons if r.evidence.code.startswith("team")]


def test_an_unknown_access_weighs_as_a_read():
    def weight(access):
        reasons = couplings(graph(access=access)).reasons
        return next(r.evidence.weight for r in reasons if r.evidence.code == "entity")

    assert weight("unknown") == weight("read") < weight("write")


def test_an_unknown_team_hands_nothing_off():
    found = graph(team="unknown")
    assert score(found, monolith(found.names)).crossing.hand_offs == 0
    assert score(graph(), monolith(found.names)).crossing.hand_offs == 1


def test_a_service_of_unknown_capability_is_named_after_its_busiest_module():
    text = TEMPLATE.replace("capability: sales", "capability: unknown")
    found = parse_graph(
        text % {**KNOWN, "capability": "unknown", "team": "one", "scaling": "cpu"}
        + "constraints: {together: [[orders, stock]]}",
        "graph.yaml",
    ).graph
    assert propose(found).partition == Partition("proposal", {"orders": ("orders", "stock")})
