"""The tables of moderation."""

from datetime import datetime
from uuid import UUID

from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message

_COLUMNS = "review_id, user_id, product_id, stars, text, status, reason"


class Case(Message, frozen=True, kw_only=True):
    """A review before moderation."""

    review_id: UUID
    user_id: UUID
    product_id: int
    stars: int
    text: str
    status: str
    """`WAITING` for a person, `APPROVED` or `REJECTED`."""
    reason: str


class ModerationStore:
    """Cases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, case: Case, at: datetime) -> bool:
        """Open a case. False when the review has one."""
        return bool(
            await self._database.execute(
                "INSERT INTO moderation.cases"
                " (review_id, user_id, product_id, stars, text, status, reason, at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (review_id) DO NOTHING",
                case.review_id,
                case.user_id,
                case.product_id,
                case.stars,
                case.text,
                case.status,
                case.reason,
                at,
            )
        )

    async def waiting(self, limit: int) -> list[Case]:
        """The cases that wait for a person, the oldest first."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM moderation.cases WHERE status = 'WAITING'"  # noqa: S608
            " ORDER BY at LIMIT $1",
            limit,
        )
        return [Case(**row) for row in rows]

    async def find(self, review_id: UUID) -> Case | None:
        """One case."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM moderation.cases WHERE review_id = $1",  # noqa: S608
            review_id,
        )
        return None if row is None else Case(**row)

    async def approve_waiting(self, review_id: UUID, reason: str) -> Case | None:
        """Approve a case that waits for just this reason, else None."""
        row = await self._database.fetch_one(
            "UPDATE moderation.cases SET status = 'APPROVED', reason = ''"  # noqa: S608
            " WHERE review_id = $1 AND status = 'WAITING' AND reason = $2"
            f" RETURNING {_COLUMNS}",
            review_id,
            reason,
        )
        return None if row is None else Case(**row)

    async def close(self, review_id: UUID, status: str, reason: str) -> Case | None:
        """Decide a case, or decide it anew. None when it is so decided, or there is none."""
        row = await self._database.fetch_one(
            "UPDATE moderation.cases SET status = $2, reason = $3"  # noqa: S608 - a constant
            f" WHERE review_id = $1 AND status <> $2 RETURNING {_COLUMNS}",
            review_id,
            status,
            reason,
        )
        return None if row is None else Case(**row)
