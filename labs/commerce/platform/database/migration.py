"""Bringing a database to the modules' schemas, once however many replicas start."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib import resources

from labs.commerce.platform.database.database import Database
from labs.commerce.platform.errors import UnavailableError

_LOCK = 7_241_001
"""Advisory lock key: replicas that start together wait for the first to finish."""
_TURN_S = 600
"""As long may the first one take, which may wait for a server."""
_AGAIN_S = 0.5

PLATFORM_SCHEMA = resources.files(__package__).joinpath("schema.sql").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Migration:
    """A module's tables and its first rows."""

    module: str
    schema: str
    """Statements that may run again without effect."""
    seed: Callable[[], Awaitable[None]] | None


async def migrate(
    database: Database,
    migrations: Sequence[Migration],
    seed: int,
    on_waiting: Callable[[str], None] = lambda _: None,
) -> None:
    """Create what is missing and seed what was never seeded, in one transaction.

    A module whose first rows belong into a server that is not there yet is waited for, however
    long that takes; `on_waiting` hears each time what is missing.

    A replica that is started again changes nothing: a transaction in doubt would block even
    `CREATE INDEX IF NOT EXISTS`, and with it the coordinator that is to decide it.
    """
    async with database.transaction() as begun:
        turn = "SELECT pg_advisory_xact_lock($1)"
        await begun.connection.fetch(turn, _LOCK, timeout=_TURN_S)
        done = await _seeded(database)
        missing = [m for m in migrations if done is None or m.module not in done]
        if done is not None and not missing:
            return
        await database.execute("\n".join([PLATFORM_SCHEMA, *(m.schema for m in missing)]))
        for migration in missing:
            if migration.seed is not None:
                await _sown(migration.seed, on_waiting)
            await database.execute(
                "INSERT INTO platform.seeded (module, seed) VALUES ($1, $2)",
                migration.module,
                seed,
            )


async def _sown(seed: Callable[[], Awaitable[None]], on_waiting: Callable[[str], None]) -> None:
    """Seed, again until the server is there that the rows go to."""
    while True:
        try:
            return await seed()
        except UnavailableError as error:
            on_waiting(error.code)
        await asyncio.sleep(_AGAIN_S)


async def _seeded(database: Database) -> set[str] | None:
    """The modules whose tables are there; None where not even the platform's are."""
    found = await database.fetch_one("SELECT to_regclass('platform.seeded') IS NOT NULL AS found")
    if not found["found"]:
        return None
    return {row["module"] for row in await database.fetch("SELECT module FROM platform.seeded")}
