"""The forecast: hops cost, chains fail together, retries multiply."""

import pytest

from decomposer.graph import Call, Module, MonolithGraph, UseCase
from decomposer.partition import monolith, singletons
from decomposer.runtime import Assumptions, BadAssumptionError, Range, forecast

NAMES = ("a", "b", "c", "d")


def call(caller, callee, *, access="read", deferred=False):
    return Call.model_validate(
        {"from": caller, "to": callee, "access": access, "deferred": deferred}
    )


def graph(calls):
    modules = tuple(
        Module(name=name, capability="x", team="x", scaling="unknown") for name in NAMES
    )
    case = UseCase(name="use", frequency_per_1000=1000, entry="a", calls=calls)
    return MonolithGraph(name="small", modules=modules, use_cases=(case,))


def only(*calls: Call, cut=singletons, **given):
    found = graph(calls)
    (told,) = forecast(found, cut(found.names), Assumptions(**given))
    return told


def test_without_spread_times_are_sums_of_work_and_hops():
    told = only(call("a", "b"), call("b", "c"), tail=1.0, work_ms=1.0, hop_ms=Range(2.0, 5.0))
    assert (told.p50_ms.low, told.p50_ms.high) == pytest.approx((7.0, 13.0))
    assert told.p99_ms.high == pytest.approx(13.0)


def test_reads_of_one_caller_may_run_side_by_side_and_writes_may_not():
    hops = {"tail": 1.0, "work_ms": 1.0, "hop_ms": Range(2.0, 2.0)}
    reads = only(call("a", "b"), call("a", "c"), **hops)
    assert (reads.p50_ms.low, reads.p50_ms.high) == pytest.approx((4.0, 7.0))
    writes = only(call("a", "b", access="write"), call("a", "c", access="write"), **hops)
    assert writes.p50_ms.low == pytest.approx(7.0)


def test_in_one_process_nothing_hops_and_one_service_has_to_be_up():
    told = only(call("a", "b"), call("b", "c"), cut=monolith)
    assert (told.hops, told.services, told.load, told.worst_load) == (0, 1, 1.0, 1)
    assert told.availability == Range(0.999, 0.9995)


def test_a_chain_is_up_when_all_are_and_deferred_calls_do_not_count():
    told = only(call("a", "b"), call("b", "c", deferred=True), availability=Range(0.9, 0.99))
    assert told.services == 2
    assert (told.availability.low, told.availability.high) == pytest.approx((0.81, 0.9801))


def test_retries_multiply_from_hop_to_hop():
    told = only(call("a", "b"), call("b", "c"), call("c", "d"), failure=0.1, retries=2)
    attempts = 1 + 0.1 + 0.01
    assert told.load == pytest.approx((attempts + attempts**2 + attempts**3) / 3)
    assert told.worst_load == 27


def test_the_tail_widens_with_the_hops_and_the_draw_repeats(shop, reference):
    one, again = (forecast(shop, reference) for _ in range(2))
    assert one == again
    alone = {told.use_case: told for told in forecast(shop, monolith(shop.names))}
    for told in one:
        assert told.p50_ms.low <= told.p95_ms.low <= told.p99_ms.low
        if told.hops:
            assert told.p95_ms.high > alone[told.use_case].p95_ms.high


@pytest.mark.parametrize(
    "wrong",
    [{"failure": 1.5}, {"hop_ms": Range(2.0, 1.0)}, {"tail": 0.5}, {"retries": -1}],
)
def test_what_no_system_can_have_is_refused(wrong):
    with pytest.raises(BadAssumptionError) as refused:
        Assumptions(**wrong)
    assert refused.value.name == next(iter(wrong))
