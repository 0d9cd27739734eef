"""What a saga's steps make of each refusal, on paper."""

import pytest

from exercises.sagas.order_saga.plays import (
    CARD_DECLINED,
    COURIER_REFUSES,
    GOODS_SHORT,
    NOBODY_REFUSES,
    foreseen,
)
from generators.blueprint.transactions import SagaStep

CREATE = SagaStep(action="CreateOrder", service="order", compensation="CancelOrder")
RESERVE = SagaStep(action="ReserveItems", service="inventory", compensation="ReleaseItems")
PAY = SagaStep(action="ProcessPayment", service="payment", compensation="RefundPayment")
SHIP = SagaStep(action="ScheduleShipping", service="shipping", compensation="CancelShipping")
CONFIRM = SagaStep(action="ConfirmOrder", service="order")
STEPS = (CREATE, RESERVE, PAY, SHIP, CONFIRM)


def outcome(steps, scenario):
    return next(found for found in foreseen(steps) if found.scenario == scenario)


def test_when_nobody_refuses_every_step_runs_in_order():
    assert outcome(STEPS, NOBODY_REFUSES).performed == tuple(step.action for step in STEPS)


def test_compensations_run_backwards_from_the_refusal():
    assert outcome(STEPS, COURIER_REFUSES).performed == (
        "CreateOrder",
        "ReserveItems",
        "ProcessPayment",
        "RefundPayment",
        "ReleaseItems",
        "CancelOrder",
    )


@pytest.mark.parametrize("scenario", [CARD_DECLINED, GOODS_SHORT, COURIER_REFUSES])
def test_a_whole_saga_leaves_nothing_behind(scenario):
    left = outcome(STEPS, scenario)
    assert (left.order, left.taken, left.kept_money) == ("CANCELLED", 0, False)
    assert left.shipment in {"", "CANCELLED"}


def test_a_forgotten_compensation_leaves_its_effect():
    forgetful = (CREATE, RESERVE.model_copy(update={"compensation": None}), PAY, SHIP, CONFIRM)
    assert outcome(forgetful, CARD_DECLINED).taken == 1
    assert outcome(STEPS, CARD_DECLINED).taken == 0


def test_paying_first_charges_for_what_is_not_there():
    hasty = (CREATE, PAY, RESERVE, SHIP, CONFIRM)
    assert outcome(hasty, GOODS_SHORT).ledger == ("CAPTURED", "REFUNDED")
    assert outcome(STEPS, GOODS_SHORT).ledger == ()
