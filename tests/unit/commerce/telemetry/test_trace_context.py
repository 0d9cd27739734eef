"""Where a trace comes from, where it goes, and who decides that it is recorded."""

import pytest

from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry.context import headers, is_sampled, received, unrecorded
from labs.commerce.platform.telemetry.sampling import BURST, Sampling

TRACE = "0af7651916cd43dd8448eb211c80319c"
SAMPLED = f"00-{TRACE}-b7ad6b7169203331-01"
UNSAMPLED = f"00-{TRACE}-b7ad6b7169203331-00"


@pytest.mark.parametrize("sent", [SAMPLED, UNSAMPLED])
def test_a_traceparent_is_passed_on_as_it_came(sent: str) -> None:
    assert received(sent) == sent


def test_a_later_version_is_read_as_far_as_we_know_it() -> None:
    assert received(f"cc-{TRACE}-b7ad6b7169203331-01-what-will-be") == SAMPLED


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "garbage",
        f"ff-{TRACE}-b7ad6b7169203331-01",
        f"00-{'0' * 32}-b7ad6b7169203331-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-b7ad6b7169203331-01",
        f"00-{TRACE}-b7ad6b7169203331-01\r\nx-internal-token: y",
    ],
)
def test_what_is_no_traceparent_begins_no_trace(sent: str) -> None:
    assert received(sent) == ""


def test_only_the_lowest_flag_says_that_a_trace_is_recorded() -> None:
    assert is_sampled(SAMPLED)
    assert is_sampled(SAMPLED[:-2] + "03")
    assert not is_sampled(SAMPLED[:-2] + "02")
    assert not is_sampled("")


def test_an_unrecorded_trace_has_valid_ids_of_its_own() -> None:
    assert received(unrecorded()) != ""
    assert not is_sampled(unrecorded())
    assert unrecorded() != unrecorded()


def test_a_call_carries_the_trace_and_its_state() -> None:
    with entered(Scope(traceparent=UNSAMPLED, tracestate="a=b")):
        assert headers() == {"traceparent": UNSAMPLED, "tracestate": "a=b"}
    with entered(Scope()):
        assert headers() == {}


def test_what_the_sender_records_is_recorded_whatever_the_ratio() -> None:
    sampling = Sampling(ratio=0, per_second=0)
    assert all(sampling.begins(SAMPLED) for _ in range(100))


def test_a_quiet_shop_records_all_and_a_busy_one_a_few_each_second() -> None:
    now = [100.0]
    sampling = Sampling(ratio=0, per_second=2, clock=lambda: now[0])
    assert sum(sampling.begins(UNSAMPLED) for _ in range(1000)) == BURST
    now[0] += 1.0
    assert sum(sampling.begins(UNSAMPLED) for _ in range(1000)) == 2
    now[0] += 3600.0
    assert sum(sampling.begins(UNSAMPLED) for _ in range(1000)) == BURST


def test_the_ratio_is_applied_once_by_whoever_begins_the_trace() -> None:
    sampling = Sampling(ratio=1, per_second=0, clock=lambda: 0.0)
    assert all(sampling.begins("") for _ in range(100))
    assert sum(sampling.begins(UNSAMPLED) for _ in range(100)) == BURST
