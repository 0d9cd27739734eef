"""Which teams have to agree under a cut, counted by hand."""

import pytest

from decomposer.graph import Module, MonolithGraph
from decomposer.hand_offs import TeamPair, hand_offs
from decomposer.knowledge import CoChange
from decomposer.partition import Partition, monolith, singletons

TEAMS = {"a": "red", "b": "red", "c": "blue", "d": "green"}


def told(cut):
    graph = MonolithGraph(
        name="small",
        modules=tuple(
            Module(name=n, capability="x", team=t, scaling="unknown") for n, t in TEAMS.items()
        ),
        use_cases=(),
        changes=(CoChange(modules=("a", "b"), commits=3), CoChange(modules=("b", "c"), commits=1)),
    )
    return hand_offs(graph, cut)


def test_own_services_leave_only_the_change_that_crosses_teams():
    found = told(singletons(TEAMS))
    assert (found.basis, found.changes) == ("history", 4)
    assert found.per_change == pytest.approx(1 / 4)
    assert found.pairs == (TeamPair("blue", "red", 0.25),)
    assert found.spread == {"red": ("a", "b")}
    assert found.mixed == {}


def test_in_a_monolith_every_team_agrees_on_every_change():
    found = told(monolith(TEAMS))
    assert found.per_change == pytest.approx(2.0)
    assert {pair.share for pair in found.pairs} == {1.0}
    assert found.mixed == {"monolith": ("red", "blue", "green")}


def test_a_team_takes_part_in_every_release_of_a_service_it_shares():
    found = told(Partition("cut", {"one": ("a", "c"), "two": ("b",), "three": ("d",)}))
    assert found.per_change == pytest.approx(1.0)


def test_without_a_history_each_use_case_is_changed_once(shop, reference):
    found = hand_offs(shop, reference)
    assert found.basis == "use-cases"
    assert found.changes == len(shop.use_cases)
    assert found.per_change < hand_offs(shop, monolith(shop.names)).per_change
