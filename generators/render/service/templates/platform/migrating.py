"""Bringing the database to the service's schema: numbered SQL files, each applied once.

Plain SQL rather than a tool: no model has to be imported to migrate, a reviewer reads what the
database will do, and the runner is this page. A file that was applied is never edited; the next
change is the next number.
"""

from importlib.resources.abc import Traversable

from .database import Database

_LOCK = 7_241_001
"""Advisory lock key: replicas that start together wait for the first to finish."""


async def migrate(database: Database, folder: Traversable) -> list[str]:
    """Apply what was not applied yet, in one transaction. Returns the names of those files."""
    files = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".sql")), key=lambda f: f.name
    )
    async with database.transaction():
        await database.fetch("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await database.execute(
            "CREATE TABLE IF NOT EXISTS public.applied_migrations"
            " (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
        )
        rows = await database.fetch("SELECT name FROM public.applied_migrations")
        applied = {row["name"] for row in rows}
        missing = [file for file in files if file.name not in applied]
        for file in missing:
            await database.execute(file.read_text(encoding="utf-8"))
            await database.execute("INSERT INTO public.applied_migrations VALUES ($1)", file.name)
    return [file.name for file in missing]
