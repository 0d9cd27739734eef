"""Why an event died, as staff are told: enough to look further, nothing about anybody."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from labs.commerce.companions.storefront.backend.dead_letters import DeadLetter
from labs.commerce.platform.errors import DomainError, NotFoundError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (repr(NotFoundError("order-unknown", orderId="x")), "NotFoundError order-unknown"),
        (repr(DomainError("user-unknown", email="anna@mail.example")), "DomainError user-unknown"),
        (repr(ValueError("anna@mail.example is nobody")), "ValueError"),
        (repr(ValueError("anna-maria lives here")), "ValueError"),
        (repr(KeyError("+49 30 1234567")), "KeyError"),
        ("no error at all", ""),
    ],
)
def test_a_reason_is_the_errors_kind_and_code_alone(error: str, told: str) -> None:
    letter = DeadLetter(
        consumer="ratings",
        event_id=UUID(int=1),
        event="ReviewPublished",
        key="1",
        attempts=5,
        error=error,
        at=datetime(2026, 11, 22, tzinfo=UTC),
        behind=0,
    )
    assert letter.reason == told
