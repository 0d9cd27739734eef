"""A payment provider that takes the money again each time it is asked."""

from dataclasses import replace

from labs.commerce.companions.payment_provider import module
from labs.commerce.companions.payment_provider.api import Authorise
from labs.commerce.companions.payment_provider.store import ProviderStore, Ruling

_UNIQUE = "    UNIQUE NULLS NOT DISTINCT (reference, kind, refund)\n"
_TAKE_AGAIN = (
    "INSERT INTO payment_provider.ledger (reference, kind, amount_minor)"
    " SELECT reference, 'CAPTURED', amount_minor FROM payment_provider.payments"
    " WHERE reference = $1 AND status = 'CAPTURED'"
)


class GreedyStore(ProviderStore):
    """Knows no reference twice."""

    async def open(self, wish: Authorise, ruling: Ruling) -> bool:
        is_new = await super().open(wish, ruling)
        if not is_new:
            await self._database.execute(_TAKE_AGAIN, wish.reference)
        return is_new


def charge_anew() -> None:
    schema = module.MODULE.schema
    assert _UNIQUE in schema
    unbound = schema.replace(f",\n{_UNIQUE}", "\n")
    module.MODULE = replace(module.MODULE, schema=unbound)
    module.ProviderStore = GreedyStore
