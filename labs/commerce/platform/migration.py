"""Bringing a database to the modules' schemas, once however many replicas start."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib import resources

from labs.commerce.platform.database import Database

_LOCK = 7_241_001
"""Advisory lock key: replicas that start together wait for the first to finish."""

PLATFORM_SCHEMA = resources.files(__package__).joinpath("schema.sql").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Migration:
    """A module's tables and its first rows."""

    module: str
    schema: str
    """Statements that may run again without effect."""
    seed: Callable[[], Awaitable[None]] | None


async def migrate(database: Database, migrations: Sequence[Migration], seed: int) -> None:
    """Create what is missing and seed what was never seeded, in one transaction.

    A replica that is started again changes nothing: a transaction in doubt would block even
    `CREATE INDEX IF NOT EXISTS`, and with it the coordinator that is to decide it.
    """
    async with database.transaction():
        await database.fetch("SELECT pg_advisory_xact_lock($1)", _LOCK)
        done = await _seeded(database)
        missing = [m for m in migrations if done is None or m.module not in done]
        if done is not None and not missing:
            return
        await database.execute("\n".join([PLATFORM_SCHEMA, *(m.schema for m in missing)]))
        for migration in missing:
            if migration.seed is not None:
                await migration.seed()
            await database.execute(
                "INSERT INTO platform.seeded (module, seed) VALUES ($1, $2)",
                migration.module,
                seed,
            )


async def _seeded(database: Database) -> set[str] | None:
    """The modules whose tables are there; None where not even the platform's are."""
    found = await database.fetch_one("SELECT to_regclass('platform.seeded') IS NOT NULL AS found")
    if not found["found"]:
        return None
    return {row["module"] for row in await database.fetch("SELECT module FROM platform.seeded")}
