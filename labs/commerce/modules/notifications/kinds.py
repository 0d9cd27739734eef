"""Which letters are sent how."""

MAILED = frozenset(
    {
        "welcome",
        "order-confirmed",
        "order-cancelled",
        "order-refunded",
        "shipment-moved",
        "review-rejected",
        "password-reset",
        "password-changed",
    }
)
"""By e-mail too. `shipping-scheduled` is not: it comes together with the confirmation."""

ONLY_MAILED = frozenset({"password-reset"})
"""Never shown in the shop: what they hold proves that somebody can read the customer's mail."""

UNASKED = frozenset({"password-reset", "password-changed"})
"""Sent whatever the customer prefers."""

SEALED = "sealedToken"
"""The parameter that is opened when the mail is written, and kept nowhere."""
