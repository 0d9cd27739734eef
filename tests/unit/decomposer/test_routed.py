"""A bound that needs no list of pairs is one."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from decomposer.criteria import DEFAULT_WEIGHTS
from decomposer.families import families
from decomposer.graph import UNKNOWN
from decomposer.propose import propose
from decomposer.propose.routed import upper_bound
from decomposer.propose.trees import Trees
from tests.unit.decomposer.graphs import packages
from tests.unit.decomposer.test_families import cut_graphs


@settings(max_examples=300, deadline=None)
@given(cut_graphs())
def test_no_cut_scores_more_than_the_bound_wherever_it_looks(drawn):
    graph, cut = drawn
    told = families(graph, DEFAULT_WEIGHTS)
    best = propose(graph)
    assert best.proved
    assert upper_bound(told, told.labels(cut)) >= best.score.total - 1e-6


@pytest.mark.parametrize(
    "team", [lambda _: UNKNOWN, lambda p: f"team-{p % 2}", lambda p: f"team-{p}"]
)
def test_cycles_close_part_of_what_pairs_alone_leave_open(team):
    graph = packages(5, 8, team=team)
    told = families(graph, DEFAULT_WEIGHTS)
    best = propose(graph)
    labels = told.labels(best.partition)
    bound = upper_bound(told, labels)
    by_pairs = 100 - _lost_by_pairs(graph, told)
    assert bound - best.score.total < (by_pairs - best.score.total) * 0.8


def _lost_by_pairs(graph, told):
    pairs = np.array(list(combinations(range(len(graph.names)), 2)), dtype=np.int32)
    return np.minimum(*told.stakes(pairs[:, 0], pairs[:, 1])).sum()


def test_a_narrow_path_delivers_what_it_can():
    ends = np.array([0, 1]), np.array([1, 2])
    sent = Trees(3, *ends, np.array([4.0, 1.0])).send(np.array([[0, 2, 2], [0, 0, 0], [0, 0, 9.0]]))
    assert sent.arrived.tolist() == [[0, 2, 1], [0, 0, 0], [0, 0, 9]]
    assert sent.load.tolist() == [3, 1]


def test_what_cannot_be_reached_gets_nothing():
    sent = Trees(2, np.array([], dtype=int), np.array([], dtype=int), np.array([])).send(
        np.ones((2, 2))
    )
    assert sent.arrived.tolist() == [[1, 0], [0, 1]]
