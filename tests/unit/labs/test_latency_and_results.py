"""Percentiles and tallies of a load run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labs.traffic.client import Answer
from labs.traffic.latency import Latency, latency, percentile
from labs.traffic.results import Tally


def test_percentiles_are_samples_that_were_measured():
    hundred = list(range(1, 101))
    assert [percentile(hundred, p) for p in (50, 95, 99, 100)] == [50, 95, 99, 100]


def test_nothing_measured_is_zero():
    assert latency([]) == Latency()


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_percentiles_do_not_decrease(samples):
    found = latency(samples)
    assert found.p50_ms <= found.p95_ms <= found.p99_ms <= found.max_ms == max(samples)


@pytest.mark.parametrize(
    ("answer", "errors"),
    [
        (Answer(status=200), 0),
        (Answer(status=409), 0),
        (Answer(status=429), 0),
        (Answer(status=503), 1),
        (Answer(failure="timeout"), 1),
        (Answer(failure="refused"), 1),
    ],
)
def test_the_shop_fails_when_it_says_so_or_says_nothing(answer, errors):
    tally = Tally()
    tally.count("products", answer)
    assert tally.result(1.0).errors == tally.sample(1.0).errors == errors


def test_a_run_is_counted_by_endpoint_and_by_status():
    tally = Tally()
    tally.count("products", Answer(status=200, latency_ms=10))
    tally.count("products", Answer(status=429, latency_ms=1))
    tally.count("checkout", Answer(failure="reset", latency_ms=5))
    tally.drop()
    result = tally.result(2.0)
    assert (result.requests, result.rps, result.limited, result.dropped) == (3, 1.5, 1, 1)
    checkout, products = result.endpoints
    assert checkout.statuses == {"reset": 1}
    assert products.statuses == {"200": 1, "429": 1}
    assert result.latency.max_ms == 10


def test_a_sample_tells_only_what_happened_since_the_one_before():
    tally = Tally()
    tally.count("products", Answer(status=200, latency_ms=10))
    assert tally.sample(1.0).rps == 1
    assert tally.sample(2.0).rps == 0


def test_refusals_count_neither_as_goodput_nor_in_the_latency_of_what_was_accepted():
    tally = Tally()
    tally.count("products", Answer(status=200, latency_ms=10))
    tally.count("products", Answer(status=503, latency_ms=1))
    tally.count("products", Answer(status=429, latency_ms=1))
    tally.count("products", Answer(failure="timeout", latency_ms=900))
    result = tally.result(2.0)
    assert result.goodput_rps == 0.5
    assert result.accepted.max_ms == 10
    assert result.failures == {"503": 1, "timeout": 1}


def test_calls_between_services_are_averaged_over_the_answers():
    tally = Tally()
    for hops in ("4", "6"):
        tally.count("checkout", Answer(status=201, headers={"x-hops": hops}))
    tally.count("checkout", Answer(failure="reset"))
    assert tally.result(1.0).endpoints[0].hops == 5


def test_a_generator_that_falls_behind_says_so():
    tally = Tally()
    tally.begin(-0.001)
    tally.begin(0.25)
    tally.count("products", Answer(status=200))
    generator = tally.result(1.0, cpu_s=0.5).generator
    assert (generator.late.p50_ms, generator.late.max_ms) == (0, 250)
    assert generator.cpu_us == 500_000
