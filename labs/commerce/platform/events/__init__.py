"""Events from the transaction that makes them true to the handler in another deployable."""

from labs.commerce.platform.events.outbox import (
    Handler,
    Handlers,
    Outbox,
    decode_envelope,
    encode_envelope,
    handled,
    happened_at,
)

__all__ = [
    "Handler",
    "Handlers",
    "Outbox",
    "decode_envelope",
    "encode_envelope",
    "handled",
    "happened_at",
]
