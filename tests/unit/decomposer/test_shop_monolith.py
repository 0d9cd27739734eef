"""The monolith that the course takes apart."""

import pytest

from content.monolith import UnknownPartitionError, monolith_path, partition_names, partition_path
from decomposer.importers.boundaries import load_boundaries
from decomposer.importers.monolith import read_graph

MODULES = """
registration authentication profiles permissions products categories search recommendations
orders order-status payments shipping stock reservations suppliers reviews ratings moderation
behaviour sales-reports recommendation-models cart notifications admin
"""


def test_the_shop_has_the_twenty_four_modules_and_nothing_odd():
    read = read_graph(monolith_path())
    assert sorted(read.graph.names) == sorted(MODULES.split())
    assert read.warnings == ()


def test_the_use_cases_are_all_the_traffic_there_is(shop):
    assert 25 <= len(shop.use_cases) <= 40
    assert sum(use_case.frequency_per_1000 for use_case in shop.use_cases) == 1000


def test_every_module_and_use_case_has_a_title_in_both_languages(shop):
    for thing in (*shop.modules, *shop.use_cases):
        assert thing.title
        assert thing.title.en != thing.title.ru


def test_every_module_has_a_public_prefix(shop):
    assert all(module.prefix.startswith("/api/v1/") for module in shop.modules)


def test_a_failed_checkout_can_touch_all_that_its_saga_compensates(shop):
    checkout = next(u for u in shop.use_cases if u.name == "checkout")
    assert {"orders", "reservations", "payments", "shipping"} <= set(checkout.participants)


@pytest.mark.parametrize(("name", "services"), [("monolith", 1), ("domains", 6), ("reference", 11)])
def test_the_ready_partitions_place_every_module(shop, name, services):
    assert len(load_boundaries(partition_path(name), shop).services) == services


def test_there_are_just_these_partitions():
    assert partition_names() == ("domains", "monolith", "reference")
    with pytest.raises(UnknownPartitionError):
        partition_path("../monolith")
