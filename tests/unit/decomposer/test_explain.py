import pytest
from hypothesis import given, settings

from decomposer.criteria import Direction
from decomposer.explain import arguments, compare, move
from decomposer.graph import MonolithGraph
from decomposer.importers.imported import untold_module
from decomposer.knowledge import Dependency
from decomposer.partition import Partition, monolith, singletons
from decomposer.score import score
from tests.unit.decomposer.graphs import graphs_with_cuts

HEADLINES = ("move-", "extract-", "merge-", "split-")


@settings(max_examples=40, deadline=None)
@given(graphs_with_cuts(cuts_wanted=2))
def test_the_itemised_differences_sum_to_the_change_of_the_score(drawn):
    graph, before, after = drawn
    told = compare(graph, before, after)
    itemised = sum(d.points for d in told if not d.code.startswith(HEADLINES))
    change = score(graph, after).total - score(graph, before).total
    assert itemised == pytest.approx(change, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(graphs_with_cuts(cuts_wanted=2))
def test_the_way_back_wins_what_the_way_there_cost(drawn):
    graph, before, after = drawn
    there = {(d.code.replace("lost", "won"), abs(d.points)) for d in compare(graph, before, after)}
    back = {(d.code.replace("lost", "won"), abs(d.points)) for d in compare(graph, after, before)}
    kinds = {*HEADLINES, "services-"}
    assert {x for x in there if not x[0].startswith(tuple(kinds))} == {
        x for x in back if not x[0].startswith(tuple(kinds))
    }


def coupled(**places):
    """Three modules; how often each of two imports the third, and where."""
    return MonolithGraph(
        name="coupled",
        modules=tuple(untold_module(name, name) for name in ("a", "b", "c")),
        dependencies=tuple(
            Dependency.model_validate({"from": name, "to": "c", "count": len(told), "places": told})
            for name, told in places.items()
        ),
    )


def test_a_difference_says_where_the_code_has_it_heaviest_first():
    graph = coupled(a=("a.py:1",), b=("b.py:1", "b.py:9"))
    whole, apart = monolith(graph.names), singletons(graph.names)
    (told,) = (d for d in compare(graph, whole, apart) if d.code == "import-lost")
    assert told.places == ("b.py:1", "b.py:9", "a.py:1")
    chance = [d for d in compare(graph, whole, apart) if d.code.startswith("chance")]
    assert [d.places for d in chance] == [()]


def test_equal_boundaries_under_other_names_do_not_differ(shop, reference):
    renamed = Partition("x", {f"s-{name}": held for name, held in reference.services.items()})
    assert compare(shop, reference, renamed) == ()


def test_moving_payments_out_says_what_it_costs_first(shop, domains):
    first, *rest = move(shop, domains, "payments", "payments")
    assert first.code == "extract-more-more"
    assert first.params["calls"] == 4
    assert first.params["transactions"] == 1
    assert first.worse is False
    assert rest[0].code == "exposure-cards-won"
    assert rest[0].params["others_n"] == 5


def test_a_merger_and_the_split_that_undoes_it_say_the_same_figures(shop, reference):
    merged = reference.merge("order", "inventory")
    there, back = compare(shop, reference, merged)[0], compare(shop, merged, reference)[0]
    assert (there.code, back.code) == ("merge-fewer-same", "split-more-same")
    assert there.params == back.params
    assert there.params["services"] == "order, inventory"
    # what one called of the other becomes local; what else crosses still does
    assert there.params["calls"] == len(joining(shop, reference, "order", "inventory"))
    assert there.points == pytest.approx(-back.points)


def test_several_services_merged_at_once_are_one_merger_and_two_pairs_are_none(shop, reference):
    three = reference.merge("order", "inventory").merge("order", "product")
    assert compare(shop, reference, three)[0].params["services"] == "product, order, inventory"
    pairs = reference.merge("order", "inventory").merge("user", "review")
    assert compare(shop, reference, pairs)[0].code == "services-fewer"


def joining(graph, cut, one, other):
    """The synchronous calls between two services."""
    return [
        call
        for case in graph.use_cases
        for call in case.calls
        if not call.deferred
        and {cut.service_of[call.caller], cut.service_of[call.callee]} == {one, other}
    ]


def test_a_move_back_is_a_move_and_not_an_extraction(shop, domains):
    apart = domains.move("payments", "payments")
    first = move(shop, apart, "payments", "orders")[0]
    assert first.code == "move-fewer-fewer"
    assert (first.params["origin"], first.params["target"]) == ("payments", "orders")


def test_a_transaction_that_was_distributed_before_only_changes_its_span(shop, domains):
    told = {d.code: d for d in move(shop, domains, "payments", "payments")}
    assert told["transaction-lost"].params["sources"] == "settle-payment"
    assert (
        told["transaction-span-lost"].params["sources"] == "checkout, cancel-order, refund-return"
    )


def test_a_larger_change_says_how_many_services_there_will_be(shop, domains, reference):
    first = compare(shop, domains, reference)[0]
    assert first.code == "services-more"
    assert first.params == {"before": 6, "after": 11}
    assert first.worse is None


def test_differences_come_weightiest_first(shop, domains, reference):
    weights = [abs(d.points) for d in compare(shop, domains, reference)[1:]]
    assert weights == sorted(weights, reverse=True)


def test_a_long_list_is_cut_and_says_how_much_is_missing(shop, reference):
    everything = Partition("all", {"shop": shop.names})
    exposed = next(
        d for d in compare(shop, reference, everything) if d.code == "exposure-cards-lost"
    )
    assert exposed.params["others_n"] == 23
    assert str(exposed.params["others"]).endswith("… +17")


def test_the_arguments_about_a_pair_are_both_for_and_against(shop):
    found = arguments(shop, "payments", "orders")
    assert found == arguments(shop, "orders", "payments")
    by_code = {argument.code: argument for argument in found}
    assert by_code["exposure-cards"].direction is Direction.APART
    assert by_code["transaction"].direction is Direction.TOGETHER
    assert found[0].points >= found[-1].points
    assert {a.params["source"] for a in found if a.code == "call"} == {
        "checkout",
        "settle-payment",
        "cancel-order",
        "refund-return",
    }


def test_strangers_have_only_arguments_against(shop):
    found = arguments(shop, "moderation", "suppliers")
    assert {argument.direction for argument in found} == {Direction.APART}
