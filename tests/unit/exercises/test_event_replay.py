"""Where the messages of a short day land."""

from collections import defaultdict

import pytest

from exercises.events.order_events.flow import MESSAGES
from exercises.events.order_events.replay import deliveries, one_buyer, two_orders
from generators.blueprint.events import Events, Topic


def topics(**keys):
    messages = tuple(MESSAGES)
    return Events(topics={"all": Topic(producers=("order",), messages=messages, **keys)})


def partitions_by_order(events, day):
    used = defaultdict(set)
    for delivery in deliveries(events, day):
        used[delivery.occurrence.fields["order_id"]].add(delivery.partition)
    return used


@pytest.mark.parametrize("partitions", [3, 7, 12, 100])
def test_keyed_by_order_each_order_stays_on_one_partition(partitions):
    used = partitions_by_order(topics(key="order_id", partitions=partitions), two_orders())
    assert len(used) == 2
    assert all(len(found) == 1 for found in used.values())


@pytest.mark.parametrize("partitions", [3, 7, 12, 100])
def test_keyed_by_payment_a_second_card_lands_elsewhere(partitions):
    used = partitions_by_order(topics(key="payment_id", partitions=partitions), two_orders())
    assert len(used["o1"]) > 1


@pytest.mark.parametrize("partitions", [3, 12])
def test_a_dozen_orders_use_more_than_one_partition(partitions):
    landed = list(deliveries(topics(key="order_id", partitions=partitions), one_buyer()))
    assert len({delivery.partition for delivery in landed}) > 1


def test_a_message_that_no_topic_carries_is_delivered_to_nobody():
    assert list(deliveries(Events(), two_orders())) == []
