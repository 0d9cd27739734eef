"""The letters that arrived."""

from collections.abc import Sequence
from datetime import datetime

from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.messages import Message


class Arrival(Message, frozen=True, kw_only=True):
    """A message as it was delivered to one recipient."""

    message_id: str
    sender: str
    recipient: str
    subject: str
    body: str
    at: datetime


class Letter(Arrival, frozen=True, kw_only=True):
    """An arrival with the number it was filed under."""

    letter: int


_COLUMNS = "letter, message_id, sender, recipient, subject, body, at"


class LetterStore:
    """The table of the mailbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, arrivals: Sequence[Arrival]) -> None:
        """File messages."""
        await self._database.execute_many(
            "INSERT INTO mailbox.letters (message_id, sender, recipient, subject, body, at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            [(a.message_id, a.sender, a.recipient, a.subject, a.body, a.at) for a in arrivals],
        )

    async def latest(self, recipient: str, limit: int) -> list[Letter]:
        """The latest letters, to one recipient or (empty) to everybody."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM mailbox.letters"  # noqa: S608 - a constant
            " WHERE $1 = '' OR recipient = $1 ORDER BY letter DESC LIMIT $2",
            recipient,
            limit,
        )
        return [Letter(**row) for row in rows]

    async def find(self, letter: int) -> Letter:
        """One letter.

        Raises:
            NotFoundError: there is none of that number.
        """
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM mailbox.letters WHERE letter = $1",  # noqa: S608 - a constant
            letter,
        )
        if row is None:
            raise NotFoundError("letter-unknown", letter=letter)
        return Letter(**row)
