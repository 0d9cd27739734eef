from hypothesis import given, settings

from decomposer.context_map import context_map
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition, monolith, singletons
from tests.unit.decomposer.graphs import graphs


def between(found, upstream, downstream, kind):
    return [
        each
        for each in found.relationships
        if (each.upstream, each.downstream, each.kind) == (upstream, downstream, kind)
    ]


def test_whoever_calls_is_downstream_and_whoever_publishes_is_upstream(shop, reference):
    found = context_map(shop, reference)
    [call] = between(found, "inventory", "cart", "call")
    assert call.use_cases == ("add-to-cart",)
    assert call.per_1000 == 50
    [event] = between(found, "order", "notification", "event")
    assert event.use_cases == ("checkout", "cancel-order", "refund-return")
    assert not between(found, "notification", "order", "event")


def test_contexts_that_call_each_other_are_partners(shop, reference):
    assert context_map(shop, reference).partnerships == (
        ("inventory", "product"),
        ("order", "payment"),
    )


def test_one_caller_makes_no_open_host_and_two_do(shop, reference):
    found = context_map(shop, reference)
    assert "inventory" in found.open_hosts
    assert "shipping" not in found.open_hosts
    assert "notification" not in found.published_languages
    assert "order" in found.published_languages


def test_data_changed_in_one_transaction_is_a_kernel_of_its_contexts(shop, reference):
    kernels = {(each.first, each.second): each for each in context_map(shop, reference).kernels}
    register = kernels.get(("notification", "user"))
    assert register is None, "what is deferred is in no transaction"
    shared = kernels["order", "shipping"]
    assert shared.use_cases == ("checkout", "cancel-order")
    assert shared.entities == ("order", "order-line", "status-event", "shipment")


def test_one_context_has_nobody_to_follow(shop):
    found = context_map(shop, monolith(shop.names))
    assert not found.relationships
    assert not found.kernels


@settings(max_examples=30, deadline=None)
@given(graphs(most=5))
def test_every_call_is_in_exactly_one_relationship(graph: MonolithGraph):
    cut: Partition = singletons(graph.names)
    told = sum(each.per_1000 for each in context_map(graph, cut).relationships)
    calls = sum(each.use_case.frequency_per_1000 for each in graph.traced_calls())
    assert told == calls
