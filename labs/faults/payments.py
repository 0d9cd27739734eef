"""Faults of the simulated payment provider, chosen by the method a customer pays with."""

from collections.abc import Mapping

DECLINE = "decline-payment"

PAYMENT_METHODS: Mapping[str, str] = {
    DECLINE: "pm_test_decline",
    "no-funds": "pm_test_no_funds",
    "lose-payment-answer": "pm_test_lose_answer",
    "silent-provider": "pm_test_silent",
}
"""Fault -> payment method that provokes it.

Declined and without funds are refusals: a saga compensates. A lost answer took the money: asked
again, the provider says so. A silent provider leaves the step in doubt.
"""
