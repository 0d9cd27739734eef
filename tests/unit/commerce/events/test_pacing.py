"""Waiting for company before a batch."""

import pytest

from labs.commerce.platform.events.pacing import LONGEST_S, SHORTEST_S, Pace


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def pauses(every_s: float, count: int, longest_s: float = LONGEST_S) -> list[float]:
    clock, found = Time(), []
    pace = Pace(longest_s, clock)
    for _ in range(count):
        found.append(pace.pause_s())
        clock.now += every_s
    return found


def test_an_event_now_and_then_hardly_waits():
    assert set(pauses(every_s=1.0, count=5)) == {SHORTEST_S}


def test_the_busier_it_stays_the_longer_batches_wait_up_to_a_bound():
    found = pauses(every_s=0.05, count=20)
    assert found == sorted(found)
    assert (found[0], found[-1]) == (SHORTEST_S, LONGEST_S)


def test_after_a_rest_pauses_are_short_again():
    clock = Time()
    pace = Pace(LONGEST_S, clock)
    for _ in range(20):
        pace.pause_s()
    clock.now += 1.0
    assert pace.pause_s() == SHORTEST_S


def test_where_somebody_waits_for_the_events_pauses_never_grow():
    assert max(pauses(every_s=0.0, count=20, longest_s=SHORTEST_S)) == pytest.approx(SHORTEST_S)
