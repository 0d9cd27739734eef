from itertools import combinations

import pytest

from decomposer.criteria import Criterion, Direction, couplings, pair
from decomposer.criteria.capability import capability
from decomposer.criteria.data import data
from decomposer.criteria.scaling import scaling
from decomposer.criteria.team import team


def about(evidence, a, b):
    return [item for item in evidence if item.modules == pair(a, b)]


def test_every_piece_of_evidence_has_a_source_and_a_positive_weight(shop):
    for reason in couplings(shop).reasons:
        assert reason.evidence.source
        assert reason.evidence.weight > 0
        assert reason.evidence.modules.first < reason.evidence.modules.second


def test_a_call_brings_its_use_case_as_evidence_and_weighs_with_its_traffic(shop):
    found = about(capability(shop), "products", "ratings")
    calls = {item.source: item.weight for item in found if item.code == "call"}
    assert set(calls) == {"browse-category", "view-product"}
    assert calls["view-product"] > calls["browse-category"] > 1


def test_a_call_nobody_waits_for_weighs_less(shop):
    (event,) = [e for e in about(capability(shop), "products", "behaviour") if e.code == "event"]
    (call,) = [e for e in about(capability(shop), "products", "stock") if e.code == "call"]
    assert event.weight == pytest.approx(call.weight / 4)


def test_writing_anothers_entity_weighs_more_than_reading_it(shop):
    entities = {e.source: e.weight for e in about(data(shop), "orders", "reservations")}
    assert entities["reservation"] == 2
    (read,) = [e for e in about(data(shop), "categories", "products") if e.source == "product"]
    assert read.weight == 1


def test_a_transaction_is_shared_out_among_its_pairs(shop):
    of_checkout = [e for e in data(shop) if e.code == "transaction" and e.source == "checkout"]
    assert {e.modules for e in of_checkout} == {
        pair(a, b)
        for a, b in combinations(
            ("orders", "reservations", "stock", "payments", "shipping", "order-status"), 2
        )
    }
    assert sum(e.weight for e in of_checkout) == pytest.approx(15 * 4 / 5)


def test_card_data_wants_distance_from_all_and_most_from_the_harmless(shop):
    cards = [e for e in data(shop) if e.code == "exposure-cards"]
    assert len(cards) == 23
    by_other = {next(m for m in e.modules if m != "payments"): e.weight for e in cards}
    assert by_other["search"] > by_other["orders"] > by_other["authentication"]


def test_a_team_keeps_its_own_and_strangers_apart(shop):
    assert about(team(shop), "stock", "shipping")[0].direction is Direction.TOGETHER
    assert about(team(shop), "stock", "search")[0].direction is Direction.APART


def test_growing_alike_is_no_argument(shop):
    assert about(scaling(shop), "products", "search") == []
    (unlike,) = about(scaling(shop), "products", "stock")
    assert unlike.params["busier"] == "products"


def test_strangers_count_a_quarter_as_arguments_to_keep_apart(shop):
    reasons = [r for r in couplings(shop).reasons if r.evidence.code == "teams"]
    points = {r.evidence.modules: r.points for r in reasons}
    met, strangers = points[pair("orders", "payments")], points[pair("moderation", "suppliers")]
    assert met == pytest.approx(4 * strangers)


def test_each_criterion_gives_away_its_share_and_no_more(shop):
    for criterion in Criterion:
        lost = sum(r.points for r in couplings(shop).reasons if r.evidence.criterion is criterion)
        assert lost == pytest.approx(25)
