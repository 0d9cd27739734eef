"""The saga's steps are what the shop can do, where it can do it."""

import pytest

from decomposer.documents import DocumentError
from generators.blueprint import parse_blueprint

HEAD = """\
name: shop
services:
  order: {modules: [orders]}
  payment: {modules: [payments]}
  inventory: {modules: [reservations]}
transactions:
  checkout: saga-orchestration
  saga:
    steps:
"""
CREATE = "      - {action: CreateOrder, service: order, compensation: CancelOrder}\n"
RESERVE = "      - {action: ReserveItems, service: inventory, compensation: ReleaseItems}\n"
PAY = "      - {action: ProcessPayment, service: payment, compensation: RefundPayment}\n"
CONFIRM = "      - {action: ConfirmOrder, service: order}\n"


def codes(*steps: str) -> list[tuple[str, int, str, str | None]]:
    with pytest.raises(DocumentError) as caught:
        parse_blueprint(HEAD + "".join(steps), "blueprint.yaml")
    return [(p.code, p.line, p.value, p.suggestion) for p in caught.value.problems]


def compensations(*steps: str) -> dict[str, str | None]:
    transactions = parse_blueprint(HEAD + "".join(steps), "blueprint.yaml").transactions
    assert transactions is not None
    assert transactions.saga is not None
    return {step.action: step.compensation for step in transactions.saga.steps}


def test_the_courses_saga_is_valid():
    undone_by = {"CreateOrder": "CancelOrder", "ReserveItems": "ReleaseItems"}
    undone_by |= {"ProcessPayment": "RefundPayment", "ConfirmOrder": None}
    assert compensations(CREATE, RESERVE, PAY, CONFIRM) == undone_by


def test_a_forgotten_compensation_is_valid_because_the_lab_shows_what_it_costs():
    forgetful = RESERVE.replace(", compensation: ReleaseItems", "")
    assert compensations(CREATE, forgetful, PAY, CONFIRM)["ReserveItems"] is None


def test_an_unknown_action_gets_the_nearest_known_one():
    assert codes(CREATE, RESERVE.replace("ReserveItems", "ReserveItem")) == [
        ("saga-action-unknown", 11, "ReserveItem", "ReserveItems")
    ]


def test_an_unknown_compensation_is_reported():
    assert codes(CREATE, PAY.replace("RefundPayment", "CancelPayment")) == [
        ("compensation-unknown", 11, "CancelPayment", None)
    ]


def test_the_compensation_of_another_step_is_reported():
    assert codes(CREATE, PAY.replace("RefundPayment", "ReleaseItems")) == [
        ("compensation-of-another", 11, "ReleaseItems", None)
    ]


def test_a_step_in_a_service_without_its_module_is_reported():
    assert codes(CREATE, PAY.replace("payment,", "order,")) == [
        ("saga-step-elsewhere", 11, "order", None)
    ]


def test_a_step_that_stands_twice_is_reported():
    assert codes(CREATE, PAY, PAY) == [("saga-step-twice", 12, "ProcessPayment", None)]


def test_the_order_is_created_first():
    assert codes(PAY, CREATE) == [("saga-starts-elsewhere", 10, "ProcessPayment", None)]


def test_nothing_follows_the_confirmation():
    assert codes(CREATE, CONFIRM, PAY) == [("saga-goes-on-after-end", 11, "ConfirmOrder", None)]
