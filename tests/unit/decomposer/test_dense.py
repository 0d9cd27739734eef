"""The search in the terms of the score, for graphs whose description shows no groups."""

import numpy as np
from hypothesis import given, settings

from decomposer.constraints import broken
from decomposer.criteria import DEFAULT_WEIGHTS
from decomposer.families import families
from decomposer.knowledge import Constraints
from decomposer.metrics.agreement import agreement
from decomposer.partition import Partition
from decomposer.propose import propose
from decomposer.propose.dense import Dense
from decomposer.propose.large import propose_large
from decomposer.score import score
from tests.unit.decomposer.graphs import graphs, packages

WISHES = Constraints(together=(("p0-m0", "p5-m0"),), apart=(("p1-m1", "p1-m2", "p1-m3"),))


def services(graph, labels):
    names = {}
    for name, label in zip(graph.names, labels.tolist(), strict=True):
        names.setdefault(str(label), []).append(name)
    return Partition("found", {name: tuple(held) for name, held in names.items()})


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_what_a_cut_wins_is_its_score_and_no_search_lowers_it(graph):
    dense = Dense(graph, families(graph, DEFAULT_WEIGHTS))
    alone = np.arange(len(graph.names))
    found = dense.improved(alone)
    won = score(graph, services(graph, found)).total - score(graph, services(graph, alone)).total
    assert abs(dense.value(found) - won) < 1e-9
    assert won >= -1e-9


def test_the_search_comes_near_the_proved_optimum():
    graph = packages(5, 8)
    dense = Dense(graph, families(graph, DEFAULT_WEIGHTS))
    found = services(graph, dense.improved(np.arange(40)))
    best = propose(graph)
    assert best.score.total - score(graph, found).total < 0.5


def test_constraints_are_honoured():
    graph = packages(8, 8, constraints=WISHES)
    found = Dense(graph, families(graph, DEFAULT_WEIGHTS)).improved(np.arange(64))
    assert not broken(WISHES, services(graph, found))


def test_where_the_description_shows_little_the_score_says_what_belongs_together():
    sparse = packages(10, 6, seed=2)
    graph = sparse.model_copy(update={"dependencies": sparse.dependencies[::3]})
    found = propose_large(graph)
    assert found.shorter < 0.05
    assert found.gap < 4
    assert len(found.partition.services) > 5
    again = propose_large(graph, start=found.partition)
    assert agreement(again.partition, found.partition) == 1
