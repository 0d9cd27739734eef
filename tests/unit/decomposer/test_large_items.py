"""What a cut of very many modules costs and changes is told as if all pairs were listed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decomposer.criteria import DEFAULT_WEIGHTS, couplings
from decomposer.criteria.characteristics import CHARACTERISTICS
from decomposer.criteria.data import HARM
from decomposer.explain import compare
from decomposer.explain.items import items
from decomposer.explain.large import items_large
from decomposer.families.changing import MIXED
from decomposer.families.telling import TRAITS as SHARED
from decomposer.partition import Partition, monolith
from decomposer.score import score
from decomposer.score.large import score_large
from tests.unit.decomposer.graphs import cuts, packages
from tests.unit.decomposer.test_families import cut_graphs

LISTS = ("sources", "others", "services", "names")
"""Either way names the same, in an order of its own."""
UNSAID = ("items_n", "per_1000", "sources", "sources_n")
"""What no sentence about a trait or about chance says, but for the exceptions below."""
TRAITS = {code for _, code, *_ in SHARED} | set(MIXED) | set(CHARACTERISTICS)
TRAITS |= {"chance", *(f"exposure-{kind}" for kind in HARM)}
SAID = {"chance": ("items_n",)} | dict.fromkeys(MIXED, ("sources", "sources_n"))


@st.composite
def compared(draw):
    graph, before = draw(cut_graphs())
    return graph, before, draw(cuts(graph))


def told(found):
    """What every sentence says, by its kind and subject."""
    return {key(each): facts(each) for each in found}


def key(each):
    """A penalty of chance stands under each criterion; differences are told over all of them."""
    return getattr(each, "criterion", None), each.code, each.params["source"]


def facts(each):
    kind = each.code.removesuffix("-partly").removesuffix("-won").removesuffix("-lost")
    held = dict(each.params)
    if kind in TRAITS:
        said = SAID.get(kind, ())
        held = {name: value for name, value in held.items() if name in said or name not in UNSAID}
    for name in LISTS:
        if name in held:
            names = str(held[name]).split(", ")
            held[name] = len(names) if names[-1].startswith("…") else sorted(names)
    return held


def points(found):
    return {key(each): each.points for each in found}


@settings(max_examples=100, deadline=None)
@given(compared())
def test_the_differences_of_two_cuts_are_those_of_the_listed_pairs(drawn):
    graph, before, after = drawn
    listed = list(items(graph, couplings(graph).reasons, before, after))
    large = list(items_large(graph, before, after, DEFAULT_WEIGHTS))
    assert points(large) == pytest.approx(points(listed))
    assert told(large) == told(listed)


@settings(max_examples=100, deadline=None)
@given(cut_graphs())
def test_the_penalties_of_a_cut_are_those_of_the_listed_pairs(drawn):
    graph, cut = drawn
    listed, large = score(graph, cut), score_large(graph, cut)
    assert large.total == pytest.approx(listed.total)
    assert large.crossing == listed.crossing
    assert points(large.penalties) == pytest.approx(points(listed.penalties))
    assert told(large.penalties) == told(listed.penalties)


def test_the_differences_of_six_hundred_modules_sum_to_the_change_of_their_score():
    graph = packages(6, 101, team=lambda package: f"team-{package // 2}")
    before, after = monolith(graph.names), cut_by_package(graph)
    found = compare(graph, before, after)
    change = score(graph, after).total - score(graph, before).total
    headline, *rest = found
    assert headline.code == "split-same-same"
    assert headline.points == sum(each.points for each in rest) == pytest.approx(change)
    assert {each.code for each in rest} == {"import-lost", "team-lost", "teams-won"}


def cut_by_package(graph):
    services = {}
    for name in graph.names:
        services.setdefault(name.split("-")[0], []).append(name)
    return Partition("packages", {p: tuple(held) for p, held in services.items()})
