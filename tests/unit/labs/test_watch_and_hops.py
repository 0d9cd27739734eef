"""What is seen from one look to the next, and what a journey costs."""

import pytest

from labs.observe.hops import hops_of
from labs.observe.watch import Change, changes
from labs.runtime import LabStatus, Part, State
from labs.traffic.client import Answer
from labs.traffic.journey import Journey, step_of


def seen(*parts: Part) -> LabStatus:
    return LabStatus("shop", "fake", up=True, parts=parts)


def part(state: State, restarts: int = 0) -> Part:
    return Part("order", "service", state, restarts=restarts)


def test_nothing_happened_between_two_equal_looks():
    assert list(changes(seen(part(State.READY)), seen(part(State.READY)))) == []


def test_a_part_that_went_down_is_a_change():
    found = list(changes(seen(part(State.READY)), seen(part(State.DOWN))))
    assert found == [Change("order", State.READY, State.DOWN)]


def test_a_part_that_came_back_between_two_looks_is_seen_by_its_restarts():
    found = list(changes(seen(part(State.READY)), seen(part(State.READY, 1))))
    assert found == [Change("order", State.READY, State.READY, restarted=True)]


def test_parts_come_and_go():
    assert list(changes(seen(), seen(part(State.READY)))) == [Change("order", None, State.READY)]
    assert list(changes(seen(part(State.READY)), seen())) == [Change("order", State.READY, None)]


def test_a_status_finds_its_parts_by_name():
    assert seen(part(State.READY)).part("order").state is State.READY
    with pytest.raises(KeyError):
        seen().part("order")


def answered(hops: str) -> Answer:
    return Answer(status=200, headers={"x-hops": hops, "x-served-by": "order-1"})


def test_hops_are_summed_over_the_steps_as_the_shop_counted_them():
    journey = Journey("a@example.com")
    journey.steps += [
        step_of("cart", "PUT /cart", answered("1")),
        step_of("order", "POST /orders", answered("5")),
        step_of("payment", "GET /payments", answered("")),
    ]
    assert hops_of(journey).checkout == 5
    assert hops_of(journey).total == 6


def test_a_refused_step_carries_the_shops_own_code():
    refusal = Answer(status=409, body=b'{"error": {"code": "out-of-stock", "params": {}}}')
    step = step_of("order", "POST /orders", refusal)
    assert (step.ok, step.failure) == (False, "out-of-stock")


def test_a_journey_is_broken_at_its_first_failed_step():
    journey = Journey("a@example.com", order_status="CONFIRMED")
    journey.steps.append(step_of("order", "POST /orders", answered("5")))
    assert journey.confirmed
    journey.steps.append(step_of("payment", "GET /payments", Answer(failure="timeout")))
    assert journey.broken == journey.step("payment")
    assert not journey.confirmed
