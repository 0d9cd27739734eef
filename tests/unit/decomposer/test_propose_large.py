"""Proposals for more modules than pairs can be listed of."""

from collections import Counter
from statistics import fmean

import pytest
from hypothesis import given, settings

from decomposer.constraints import broken
from decomposer.criteria import DEFAULT_WEIGHTS, Criterion, Weights
from decomposer.criteria.pricing import CRITERIA
from decomposer.families.telling import named_evidence
from decomposer.graph import UNKNOWN
from decomposer.knowledge import Constraints
from decomposer.metrics.agreement import agreement
from decomposer.partition import Partition
from decomposer.propose import propose
from decomposer.propose.coupled import coupled
from decomposer.propose.large import propose_large
from decomposer.propose.proposing import WORTH_MOVING
from decomposer.score import score
from tests.unit.decomposer.graphs import graphs, packages
from workbench.usecases.partitions import partition_from


def planted_cut(graph):
    services = {}
    for name in graph.names:
        services.setdefault(name.partition("-")[0], []).append(name)
    return Partition("planted", {name: tuple(held) for name, held in services.items()})


def test_packages_are_found_by_what_imports_what():
    graph = packages(30, 20)
    found = propose_large(graph)
    assert agreement(found.partition, planted_cut(graph)) > 0.95
    assert found.score.kinds["import"] > 75
    assert found.shorter > 0


def test_every_module_is_in_one_service():
    graph = packages(12, 10)
    services = propose_large(graph).partition.services
    held = sorted(name for modules in services.values() for name in modules)
    assert held == sorted(graph.names)


def test_a_common_team_holds_together_what_little_else_does():
    owned, loose = (
        fmean(_agreement_of_sparse_packages(seed, team) for seed in range(1, 6))
        for team in (lambda package: f"team-{package}", lambda _: UNKNOWN)
    )
    assert owned > 0.6
    assert owned > loose + 0.2


def _agreement_of_sparse_packages(seed, team):
    told = packages(6, 30, seed=seed, team=team)
    sparse = told.model_copy(update={"dependencies": told.dependencies[::6]})
    return agreement(propose_large(sparse).partition, planted_cut(told))


def test_where_the_shortest_description_is_much_worse_the_cut_of_the_most_points_is_taken():
    told = packages(6, 30)
    sparse = told.model_copy(update={"dependencies": told.dependencies[::4]})
    found = propose_large(sparse)
    assert found.shorter == 0
    assert found.score.total > propose(sparse).score.total - WORTH_MOVING


def test_constraints_are_honoured():
    names = [f"p0-m{each}" for each in range(4)]
    wishes = Constraints(
        together=((names[0], "p5-m0"), ("p5-m0", "p7-m1")), apart=((names[1], names[2], names[3]),)
    )
    graph = packages(10, 15, constraints=wishes)
    assert broken(wishes, planted_cut(graph))
    assert not broken(wishes, propose_large(graph).partition)


def test_the_same_graph_gets_the_same_proposal_and_a_start_is_kept():
    graph = packages(10, 15)
    first = propose_large(graph).partition
    assert propose_large(graph).partition == first
    again = propose_large(graph, start=first).partition
    assert agreement(again, first) > 0.99


def test_a_start_may_miss_modules():
    graph = packages(10, 15)
    whole = propose_large(graph).partition
    partly = Partition("start", {name: held[1:] for name, held in whole.services.items()})
    assert agreement(propose_large(graph, start=partly).partition, whole) > 0.95


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_named_evidence_is_what_the_criteria_say_of_named_pairs(graph):
    whole = Counter(_said(each) for derive in CRITERIA.values() for each in derive(graph))
    named = Counter(_said(each) for each in named_evidence(graph))
    assert named <= whole
    others = {code for (code, *_) in whole - named}
    assert not others & {code for (code, *_) in named}


def _said(evidence):
    return (evidence.code, evidence.modules, evidence.weight, evidence.source)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_all_evidence_of_a_criterion_weighs_its_share(graph):
    evidence = named_evidence(graph)
    arrays = coupled(graph, evidence, DEFAULT_WEIGHTS)
    heard = {each.criterion for each in evidence}
    pairs = {trait: set() for trait in ("capability", "team", "zone")}
    for trait, seen in pairs.items():
        values = [getattr(module, trait) for module in graph.modules]
        seen |= {v for v in values if v != UNKNOWN and values.count(v) > 1}
    heard |= {Criterion.CAPABILITY} if pairs["capability"] else set()
    heard |= {Criterion.TEAM} if pairs["team"] else set()
    heard |= {Criterion.DATA} if pairs["zone"] else set()
    assert arrays.total / 2 == pytest.approx(len(heard) / 4)
    assert arrays.sizes.sum() == len(graph.names)


def test_weights_shift_what_counts():
    graph = packages(4, 20, team=lambda package: f"team-{package // 2}")
    by_team = propose_large(graph, Weights(capability=0.3, data=0, team=1, scaling=0)).partition
    by_code = propose_large(graph, Weights(capability=1, data=0, team=0, scaling=0)).partition
    assert len(by_team.services) == 2
    assert len(by_code.services) == 4


def test_where_pairs_can_be_listed_the_optimum_scores_no_less():
    graph = packages(4, 8, team=lambda package: f"team-{package}")
    best = propose(graph)
    assert best.proved
    assert agreement(propose_large(graph).partition, best.partition) > 0.9


def test_the_proposal_of_a_large_graph_is_asked_of_the_large_search():
    graph = packages(30, 20)
    assert partition_from("proposal", graph) == propose_large(graph).partition


def test_a_large_proposal_has_the_score_of_its_pairs_and_a_bound_above_the_optimum():
    graph = packages(4, 8, team=lambda package: f"team-{package}")
    found, best = propose_large(graph), propose(graph)
    assert found.score.total == pytest.approx(score(graph, found.partition).total)
    assert found.bound >= best.score.total - 1e-6
    assert found.gap < 1
