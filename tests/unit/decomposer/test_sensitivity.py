"""Thresholds are exact, and the map of the weights counts what is best."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from decomposer.criteria import Criterion, Weights
from decomposer.propose import propose
from decomposer.sensitivity import dials, envelope, flips, mixtures, moves, stability
from decomposer.sensitivity.optimum import Optimum
from tests.unit.decomposer.graphs import graphs


def worth(gains, labels):
    numbers = np.asarray(labels)
    return float(gains[np.triu(numbers[:, None] == numbers[None, :], 1)].sum())


@settings(max_examples=20, deadline=None)
@given(graphs(most=6))
def test_no_other_cut_of_the_envelope_is_better_within_a_span(graph):
    best = Optimum(graph)
    for dial in dials(graph):
        spans = envelope(dial, best)
        assert spans[0].low == 0.0
        assert all(a.high == b.low for a, b in pairwise(spans))
        for span in spans:
            gains = dial.gains((span.low + span.high) / 2)
            fresh = Optimum(graph)(gains)
            assert worth(gains, span.labels) == pytest.approx(worth(gains, fresh), abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(graphs(most=6))
def test_turning_a_kind_to_one_changes_nothing_and_to_nothing_is_leaving_it_out(graph):
    criteria = [dial for dial in dials(graph) if dial.kind == "criterion"]
    today = sum((dial.gains(1.0) - dial.fixed for dial in criteria), np.zeros(1))
    for dial in dials(graph):
        if dial.kind == "evidence":
            assert np.allclose(4 * dial.gains(1.0), today)


def test_the_shop_flips_where_proposing_anew_flips(shop):
    found = next(f for f in flips(shop).flips if f.code == "data" and f.kind == "criterion")
    names = set(found.modules), set(found.companions)
    for change, together in ((0.999, False), (1.001, True)):
        cut = propose(shop, Weights(data=found.threshold * change)).partition
        one, other = (next(iter(sorted(side))) for side in names)
        assert cut.together(one, other) is together


def test_a_boundary_is_told_only_where_itself_changes(shop):
    boundary = frozenset({"orders"}), frozenset({"stock"})
    for flip in flips(shop, boundary=boundary).flips:
        assert flip.threshold != flip.now
    assert len(flips(shop, boundary=boundary).flips) < len(flips(shop).flips)


def test_constraints_hold_at_every_weight(shop):
    bound = shop.model_copy(
        update={"constraints": shop.constraints.model_copy(update={"apart": (("cart", "orders"),)})}
    )
    best = Optimum(bound)
    cart, orders = shop.names.index("cart"), shop.names.index("orders")
    for dial in dials(bound):
        assert all(span.labels[cart] != span.labels[orders] for span in envelope(dial, best))


def test_every_mixture_deals_all_parts():
    found = list(mixtures(4, 10))
    assert len(found) == len(set(found)) == 84
    assert all(sum(mixture) == pytest.approx(1) and min(mixture) > 0 for mixture in found)


def test_the_core_is_together_in_the_proposal_too(shop):
    found, proposal = stability(shop), propose(shop).partition
    assert found.proved
    assert found.core
    for group in found.core:
        assert len({proposal.service_of[module] for module in group}) == 1
    core = {module for group in found.core for module in group}
    least = found.wavering[0]
    assert least.module not in core or least.steadiness < 1
    assert {sway.criterion for sway in found.wavering} <= {*Criterion, None}


def test_whoever_moves_is_told_with_the_new_company():
    before = [frozenset("abc"), frozenset("d")]
    after = [frozenset("ab"), frozenset("cd")]
    assert list(moves(before, after)) == [(frozenset("c"), frozenset("d"))]
    assert list(moves([frozenset("abc")], [frozenset("ab"), frozenset("c")])) == [
        (frozenset("c"), frozenset())
    ]
