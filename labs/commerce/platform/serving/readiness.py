"""Whether a deployable can do its work now, and if not, what it lacks."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum

from labs.commerce.platform.brokers.port import Broker
from labs.commerce.platform.database import Database

_PATIENCE_S = 0.5


class Stage(StrEnum):
    """How far a replica has come. Only one that serves can be ready."""

    CONNECTING = "connecting"
    MIGRATING = "migrating"
    SERVING = "serving"
    DRAINING = "draining"
    """It was told to stop: it finishes what it has, and wants no more."""


class Readiness:
    """Asks the database and the broker each time: a remembered answer would be a guess."""

    def __init__(
        self,
        database: Database,
        broker: Broker,
        dead: Sequence[str],
        *,
        keeps_data: bool = True,
    ) -> None:
        self._database = database
        self._broker = broker
        self._dead = dead
        self._keeps_data = keeps_data
        self.stage = Stage.CONNECTING
        self.awaited = ""
        """The server that a replica on its way waits for, if it does: why it is not there."""

    async def shortfalls(self) -> Sequence[str]:
        """What is missing; empty when the deployable is ready."""
        if self.stage is not Stage.SERVING:
            return [self.stage.value, *filter(None, [self.awaited])]
        missing = [f"background: {name}" for name in self._dead]
        if self._keeps_data:
            answers = await asyncio.gather(self._database_answers(), self._broker.answers())
            names = ("database", "broker")
            missing += [name for name, answered in zip(names, answers, strict=True) if not answered]
        return missing

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._database.fetch_one("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever the driver says, the database did not answer
            return False
        return True
