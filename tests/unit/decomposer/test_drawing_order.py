from hypothesis import given, settings
from hypothesis import strategies as st

from decomposer.drawing.order import callers_first
from decomposer.drawing.ring import Point, ring, ring_order

NAMES = tuple("abcdefg")
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1])
WEIGHTS = st.dictionaries(PAIRS, st.integers(1, 100), max_size=20)


def test_whoever_calls_stands_before_whom_it_calls():
    assert callers_first("abc", {("b", "a"): 1, ("a", "c"): 1}) == ("b", "a", "c")


@settings(max_examples=60, deadline=None)
@given(WEIGHTS)
def test_without_circles_no_call_leads_back(weights):
    forwards = {pair: weight for pair, weight in weights.items() if pair[0] < pair[1]}
    order = callers_first(tuple(reversed(NAMES)), forwards)
    assert all(order.index(caller) < order.index(callee) for caller, callee in forwards)


@settings(max_examples=60, deadline=None)
@given(WEIGHTS)
def test_nobody_is_lost(weights):
    assert sorted(callers_first(NAMES, weights)) == sorted(NAMES)
    assert sorted(ring_order(NAMES, weights)) == sorted(NAMES)


def test_strong_ties_stand_side_by_side():
    order = ring_order("abcdef", {("a", "d"): 9.0, ("b", "e"): 9.0})
    for a, b in ("ad", "be"):
        apart = abs(order.index(a) - order.index(b))
        assert min(apart, 6 - apart) == 1


def test_a_single_context_stands_in_the_middle():
    assert ring(("a",), Point(5, 6), 10, 10) == {"a": Point(5, 6)}
