"""Card numbers: checked, reduced to what may be kept, and never kept themselves."""

from dataclasses import dataclass
from enum import StrEnum

from labs.commerce.platform.errors import InvalidError


class Behaviour(StrEnum):
    """How the simulated provider treats a card."""

    APPROVE = "approve"
    DECLINE = "card-declined"
    NO_FUNDS = "insufficient-funds"
    LOSE_ANSWER = "lose-answer"
    """The provider acts, and the answer that says so gets lost; asked again, it arrives."""
    SILENT = "silent"
    """The provider never answers, and takes nothing."""
    LATE = "late"
    """The provider answers that it is still thinking, and calls back."""
    TWICE = "callback-twice"
    """As late, and the callback comes three times."""
    SHUFFLED = "callbacks-shuffled"
    """As late, and the callback about what happened first comes last."""


TEST_CARDS = {
    "4000000000000002": Behaviour.DECLINE,
    "4000000000009995": Behaviour.NO_FUNDS,
    "4000000000000119": Behaviour.LOSE_ANSWER,
    "4000000000000259": Behaviour.SILENT,
    "4000000000003220": Behaviour.LATE,
    "4000000000003238": Behaviour.TWICE,
    "4000000000003246": Behaviour.SHUFFLED,
}
"""Every other valid number is approved, 4242424242424242 for one."""

TEST_TOKENS = {
    "pm_test_approve": ("4242", Behaviour.APPROVE),
    "pm_test_decline": ("0002", Behaviour.DECLINE),
    "pm_test_no_funds": ("9995", Behaviour.NO_FUNDS),
    "pm_test_lose_answer": ("0119", Behaviour.LOSE_ANSWER),
    "pm_test_silent": ("0259", Behaviour.SILENT),
    "pm_test_late": ("3220", Behaviour.LATE),
    "pm_test_callback_twice": ("3238", Behaviour.TWICE),
    "pm_test_callbacks_shuffled": ("3246", Behaviour.SHUFFLED),
}
"""Tokens that exist from the start and that everybody may use."""

_SHORTEST, _LONGEST = 12, 19


@dataclass(frozen=True, slots=True)
class KeptCard:
    """What may be kept of a card."""

    last4: str
    behaviour: Behaviour


def reduced(number: str) -> KeptCard:
    """Reduce a card number to what may be kept.

    Raises:
        InvalidError: it is not a card number (ISO/IEC 7812, Luhn); the number is not repeated.
    """
    digits = number.replace(" ", "").replace("-", "")
    well_formed = digits.isascii() and digits.isdigit() and _SHORTEST <= len(digits) <= _LONGEST
    if not well_formed or not _luhn(digits):
        raise InvalidError("card-number-invalid")
    return KeptCard(digits[-4:], TEST_CARDS.get(digits, Behaviour.APPROVE))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the digits' sum
    return total % 10 == 0
