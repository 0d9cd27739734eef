"""The simulated payment provider."""

import asyncio

from labs.commerce.modules.payments.cards import Behaviour
from labs.commerce.platform.errors import OutcomeUnknownError
from labs.commerce.platform.scope import tightened

_PATIENCE_S = 2.0
"""How long we wait for the provider when the request itself has more time."""

_REFUSALS = (Behaviour.DECLINE, Behaviour.NO_FUNDS)


async def authorise(behaviour: Behaviour) -> str | None:
    """Ask for the money: None when it is ours, else why not.

    Raises:
        OutcomeUnknownError: no answer came in time.
    """
    if behaviour is Behaviour.SILENT:
        await hang()
    return behaviour.value if behaviour in _REFUSALS else None


async def hang() -> None:
    """Wait for an answer that does not come."""
    await asyncio.sleep(tightened(_PATIENCE_S))
    raise OutcomeUnknownError("provider-timed-out")
