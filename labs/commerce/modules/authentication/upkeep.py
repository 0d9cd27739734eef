"""What authentication does by itself: rotating its keys, forgetting what has run out."""

import asyncio
from dataclasses import dataclass

from labs.commerce.modules.authentication.keyring import KeyRing
from labs.commerce.modules.authentication.session_store import SessionStore
from labs.commerce.modules.authentication.store import AuthenticationStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.telemetry import Log

_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Runs in every replica; what one has done, the others find done."""

    keys: KeyRing
    sessions: SessionStore
    store: AuthenticationStore
    clock: Clock
    log: Log

    async def run(self) -> None:
        """Look after it all until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_S)
            try:
                await self.keys.tend()
                await self.sessions.forget(self.clock.now())
                await self.store.forget_resets(self.clock.now())
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("upkeep-failed", error=repr(error))
