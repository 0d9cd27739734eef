"""The matrix leaves no crash point out."""

from collections import Counter

import pytest

from labs.commerce.modules.orders.actions import WITHDRAW
from labs.commerce.modules.payments.refunds import REFUND
from labs.commerce.platform.crash_points import Place
from tests.crash.cells import (
    ACTIONS,
    CLOSED,
    EVENTS,
    OUT_OF_REACH,
    STYLES,
    TWO_PHASE,
    cells,
    small_matrix,
)
from tests.shops import REFERENCE

SAGAS = [style for style in STYLES if style != TWO_PHASE]
OF_EVENTS = {
    *(Place.BEFORE_COMMIT, Place.AFTER_COMMIT, Place.BEFORE_PUBLISH, Place.AFTER_PUBLISH),
    *(Place.BEFORE_HANDLING, Place.AFTER_HANDLING, Place.BEFORE_ACK),
}
OF_ACTIONS = {Place.BEFORE_STEP, Place.AFTER_STEP, Place.AFTER_NOTE}


def subjects(style: str, place: Place) -> set[str]:
    return {c.point.subject for c in cells(style) if c.point and c.point.place is place}


@pytest.mark.parametrize("style", SAGAS)
def test_every_place_is_crashed_at(style):
    assert {cell.point.place for cell in cells(style) if cell.point} == set(Place)


@pytest.mark.parametrize("style", SAGAS)
@pytest.mark.parametrize("place", sorted(OF_EVENTS))
def test_every_event_is_crashed_around_unless_nothing_of_ours_leads_there(style, place):
    unreachable = {subject for of, subject in OUT_OF_REACH if of == style}
    assert subjects(style, place) == set(EVENTS) - unreachable


@pytest.mark.parametrize("style", SAGAS)
@pytest.mark.parametrize("place", sorted(OF_ACTIONS))
def test_every_step_and_every_compensation_is_crashed_around(style, place):
    unreachable = {subject for of, subject in OUT_OF_REACH if of == style}
    unreachable |= {subject for of, closed, subject in CLOSED if (of, closed) == (style, place)}
    refunds = {REFUND} if place is Place.BEFORE_STEP else set()
    assert subjects(style, place) == {*ACTIONS, WITHDRAW, *refunds} - unreachable


@pytest.mark.parametrize("style", STYLES)
def test_withdrawals_and_refunds_are_crashed_around_under_every_way_to_check_out(style):
    crashed = {(c.point.place, c.point.subject) for c in cells(style) if c.point}
    assert {(place, WITHDRAW) for place in OF_ACTIONS} <= crashed
    assert (Place.BEFORE_STEP, REFUND) in crashed
    assert (Place.AFTER_ASKING, "payment-provider/refunds") in crashed
    written = [place for place in OF_EVENTS if place.endswith(("commit", "publish"))]
    assert {(p, e) for p in written for e in ("RefundIssued", "OrderRefunded")} <= crashed


@pytest.mark.parametrize("style", STYLES)
def test_every_service_and_every_server_is_killed_from_outside(style):
    killed = {cell.part for cell in cells(style) if cell.point is None}
    servers = {"postgres", "nats", "valkey", "gateway", "outside", "fork-server"}
    assert killed == {*REFERENCE, *servers}


@pytest.mark.parametrize("style", STYLES)
def test_no_cell_is_tried_twice(style):
    assert not [name for name, n in Counter(c.name for c in cells(style)).items() if n > 1]


@pytest.mark.parametrize("style", SAGAS)
def test_the_small_matrix_is_part_of_the_whole(style):
    assert {*small_matrix(style)} <= {*cells(style)}
