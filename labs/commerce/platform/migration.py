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
    """Create what is missing and seed what was never seeded, in one transaction."""
    script = "\n".join([PLATFORM_SCHEMA, *(m.schema for m in migrations)])
    async with database.transaction():
        await database.fetch("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await database.execute(script)
        done = {row["module"] for row in await database.fetch("SELECT module FROM platform.seeded")}
        for migration in migrations:
            if migration.module not in done:
                if migration.seed is not None:
                    await migration.seed()
                await database.execute(
                    "INSERT INTO platform.seeded (module, seed) VALUES ($1, $2)",
                    migration.module,
                    seed,
                )
