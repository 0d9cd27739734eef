"""The tables of behaviour."""

from collections.abc import Iterable
from datetime import datetime

from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message


class Action(Message, frozen=True, kw_only=True):
    """Something a visitor did."""

    session: str
    kind: str
    """`view`, `search`, `add-to-cart` or `purchase`."""
    subject: str
    """A product's number, or the words searched for."""


class BehaviourStore:
    """What visitors did."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, actions: Iterable[Action], at: datetime) -> None:
        """Note actions."""
        await self._database.write_behind(
            "INSERT INTO behaviour.actions (session, kind, subject, at)"
            " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])",
            [(a.session, a.kind, a.subject, at) for a in actions],
        )

    async def sessions_by_kind(self, since: datetime) -> dict[str, int]:
        """Kind -> in how many sessions it was done."""
        rows = await self._database.fetch(
            "SELECT kind, count(DISTINCT session) AS n FROM behaviour.actions WHERE at >= $1"
            " GROUP BY kind",
            since,
        )
        return {row["kind"]: row["n"] for row in rows}

    async def most_viewed(self, since: datetime, limit: int) -> list[tuple[str, int]]:
        """The products looked at most, with how often."""
        rows = await self._database.fetch(
            "SELECT subject, count(*) AS n FROM behaviour.actions WHERE kind = 'view' AND at >= $1"
            " GROUP BY subject ORDER BY n DESC, subject LIMIT $2",
            since,
            limit,
        )
        return [(row["subject"], row["n"]) for row in rows]
