"""Card numbers."""

import pytest

from labs.commerce.companions.payment_provider.cards import TEST_CARDS, Behaviour, reduced
from labs.commerce.platform.errors import InvalidError


def test_only_the_last_four_digits_are_kept() -> None:
    kept = reduced("4242 4242 4242 4242")
    assert (kept.last4, kept.behaviour) == ("4242", Behaviour.APPROVE)
    assert "42424242" not in repr(kept)


@pytest.mark.parametrize("number", TEST_CARDS)
def test_every_test_card_is_a_card(number: str) -> None:
    assert reduced(number).behaviour is TEST_CARDS[number]


@pytest.mark.parametrize("number", ["", "4242", "4242424242424241", "x" * 16, "٤" * 16, "4" * 30])
def test_what_is_no_card_is_refused_without_repeating_it(number: str) -> None:
    with pytest.raises(InvalidError) as refused:
        reduced(number)
    assert refused.value.code == "card-number-invalid"
    assert not refused.value.params
