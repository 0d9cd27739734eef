"""Evidence about families of pairs says what the same evidence says pair by pair."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decomposer.criteria import DEFAULT_WEIGHTS, Weights, couplings
from decomposer.families import families
from decomposer.graph import UNKNOWN, Scaling
from decomposer.knowledge import Characteristics
from decomposer.score import score
from tests.unit.decomposer.graphs import cuts, graphs

UNTOLD = {
    "capability": UNKNOWN,
    "team": UNKNOWN,
    "scaling": Scaling.UNKNOWN,
    "sensitivity": "none",
    "zone": UNKNOWN,
    "characteristics": Characteristics(),
}


@st.composite
def cut_graphs(draw):
    """Graphs that argue for apart and such that do not, some of a trait that some modules share."""
    graph = draw(graphs())
    if draw(st.booleans()):
        common = draw(st.sampled_from(("capability", "team", "zone", "scaling")))
        modules = [
            module.model_copy(
                update=UNTOLD
                | ({common: getattr(graph.modules[0], common)} if draw(st.booleans()) else {})
            )
            for module in graph.modules
        ]
        graph = graph.model_copy(update={"modules": tuple(modules)})
    return graph, draw(cuts(graph))


@settings(max_examples=300, deadline=None)
@given(cut_graphs())
def test_a_score_is_that_of_the_listed_pairs(drawn):
    graph, cut = drawn
    listed, told = score(graph, cut), families(graph, DEFAULT_WEIGHTS)
    labels = told.labels(cut)
    assert told.against_chance == couplings(graph).against_chance
    assert told.criteria(labels) == pytest.approx(listed.criteria)
    assert told.kinds(labels) == pytest.approx(listed.kinds)


@settings(max_examples=200, deadline=None)
@given(cut_graphs())
def test_a_pair_wins_what_it_wins_where_pairs_are_listed(drawn):
    graph, _ = drawn
    weights = Weights(capability=3, data=2, team=1, scaling=0.5)
    listed = couplings(graph, weights).pair_gains()
    pairs = list(combinations(range(len(graph.names)), 2))
    first, second = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    expected = [listed.get(tuple(sorted((graph.names[a], graph.names[b]))), 0.0) for a, b in pairs]
    together, apart = families(graph, weights).stakes(first, second)
    assert together - apart == pytest.approx(np.array(expected))


@settings(max_examples=60, deadline=None)
@given(cut_graphs())
def test_a_module_has_with_a_group_what_its_pairs_with_the_others_of_it_weigh(drawn):
    graph, cut = drawn
    told = families(graph, DEFAULT_WEIGHTS)
    labels = told.labels(cut)
    modules, groups = (
        each.ravel().astype(np.int32)
        for each in np.meshgrid(np.arange(len(labels)), np.unique(labels), indexing="ij")
    )
    for each in told.priced:
        pairs = each.family.pairs
        expected = [
            sum(
                pairs.between(np.array([module]), np.array([other]))[0]
                for other in np.flatnonzero(labels == group)
                if other != module
            )
            for module, group in zip(modules, groups, strict=True)
        ]
        assert pairs.towards(modules, groups, labels) == pytest.approx(np.array(expected))


@settings(max_examples=100, deadline=None)
@given(cut_graphs())
def test_two_groups_win_by_merging_what_their_pairs_do(drawn):
    graph, cut = drawn
    told, listed = families(graph), couplings(graph).pair_gains()
    found = told.between(told.labels(cut))
    for (i, one), (j, other) in combinations(enumerate(cut.services.values()), 2):
        gained = sum(listed.get(tuple(sorted((a, b))), 0.0) for a in one for b in other)
        assert found[i, j] == pytest.approx(gained, abs=1e-9)
        assert found[j, i] == pytest.approx(gained, abs=1e-9)
