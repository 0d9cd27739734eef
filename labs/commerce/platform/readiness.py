"""Whether a deployable can do its work now, and if not, what it lacks."""

import asyncio
from collections.abc import Sequence

from labs.commerce.platform.broker import JetStream
from labs.commerce.platform.database import Database

_PATIENCE_S = 0.5


class Readiness:
    """Asks the database and the broker each time: a remembered answer would be a guess."""

    def __init__(self, database: Database, broker: JetStream, *, keeps_data: bool = True) -> None:
        self._database = database
        self._broker = broker
        self._keeps_data = keeps_data
        self.started = False
        """The schema is there, consumers are subscribed and every background loop runs."""

    async def shortfalls(self) -> Sequence[str]:
        """What is missing; empty when the deployable is ready."""
        if not self.started:
            return ["starting"]
        if not self._keeps_data:
            return []
        missing = [] if self._broker.is_connected else ["broker"]
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._database.fetch_one("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever the driver says, the database did not answer
            missing.append("database")
        return missing
