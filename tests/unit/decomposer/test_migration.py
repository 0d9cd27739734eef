"""The order of a migration is the best of all, and its steps add up."""

from itertools import permutations

import pytest
from hypothesis import given, settings

from decomposer.migration import migration, strangler_order
from decomposer.migration import order as ordering
from decomposer.partition import Partition, monolith, singletons
from decomposer.score import score
from tests.unit.decomposer.graphs import graphs


def on_the_way(graph, partition, order):
    total = 0.0
    for taken in range(1, len(order)):
        out = {name: partition.services[name] for name in order[:taken]}
        left = tuple(m for name in order[taken:] for m in partition.services[name])
        total += score(graph, Partition("between", {**out, "left": left})).total
    return total


@settings(max_examples=25, deadline=None)
@given(graphs(most=5))
def test_no_other_order_costs_less_on_the_way(graph):
    cut = singletons(graph.names)
    found = strangler_order(graph, cut)
    assert found.exact
    assert sorted(found.services) == sorted(cut.services)
    best = max(on_the_way(graph, cut, order) for order in permutations(cut.services))
    assert on_the_way(graph, cut, found.services) == pytest.approx(best)


def test_many_services_are_ordered_step_by_step_and_it_is_said(shop, reference, monkeypatch):
    exact = strangler_order(shop, reference)
    monkeypatch.setattr(ordering, "EXACT_SERVICES", 3)
    greedy = strangler_order(shop, reference)
    assert not greedy.exact
    assert (
        on_the_way(shop, reference, greedy.services)
        <= on_the_way(shop, reference, exact.services) + 1e-9
    )


def test_the_steps_lead_from_the_monolith_to_the_cut(shop, reference):
    plan = migration(shop, reference)
    assert plan.start == pytest.approx(score(shop, monolith(shop.names)).total)
    assert plan.steps[-1].score == pytest.approx(score(shop, reference).total)
    changes = sum(step.change for step in plan.steps)
    assert plan.start + changes == pytest.approx(plan.steps[-1].score)
    assert {step.service for step in plan.steps} | {plan.remains} == set(reference.services)


def test_what_crosses_in_the_end_became_remote_in_some_step(shop, reference):
    plan, crossing = migration(shop, reference), score(shop, reference).crossing
    assert sum(s.calls_per_1000 for s in plan.steps) == pytest.approx(crossing.calls_per_1000)
    assert {item for s in plan.steps for item in s.shared} == set(crossing.shared)
    split = {saga.use_case for step in plan.steps for saga in step.sagas}
    assert split == {transaction.use_case for transaction in crossing.transactions}


def test_a_saga_undoes_all_but_its_last_step(shop, reference):
    known = {("checkout", "payments"): "RefundPayment"}
    plan = migration(shop, reference, known)
    sagas = [saga for step in plan.steps for saga in step.sagas if saga.use_case == "checkout"]
    for saga in sagas:
        assert [step.last for step in saga.steps] == [False] * (len(saga.steps) - 1) + [True]
        undone = {step.module: step.compensation for step in saga.steps}
        assert undone["payments"] == "RefundPayment"
        assert next(s for s in saga.steps if s.module == "payments").writes


def test_a_monolith_needs_no_steps(shop):
    plan = migration(shop, monolith(shop.names))
    assert plan.steps == ()
    assert plan.remains == "monolith"
