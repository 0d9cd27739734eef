"""How far a deployable has read the log: kept in its database, moved with what reading caused."""

from dataclasses import dataclass

from labs.commerce.platform.database import Database
from labs.commerce.platform.database.durability import IS_SOON, SOON
from labs.commerce.platform.errors import UnavailableError

LEASE_S = 5.0
"""A reader that shows no life for so long is taken for dead."""

# A lease that a crash takes back was nobody else's meanwhile: see `_ADVANCE`.
_TAKE = f"""
    {SOON}
    INSERT INTO platform.cursors AS c (consumer, reader, leased_until)
    SELECT $1, $2, clock_timestamp() + $3 * interval '1 second' FROM soon WHERE {IS_SOON}
    ON CONFLICT (consumer) DO UPDATE
    SET reader = excluded.reader, leased_until = excluded.leased_until
    WHERE c.reader = excluded.reader OR c.leased_until < clock_timestamp()
    RETURNING position
"""  # noqa: S608 - constants
# What a crash of the server takes back is read again: nobody waits for the disk, but for a commit
# that has something to tell, which sees to that itself.
_ADVANCE = f"""
    {SOON}
    UPDATE platform.cursors
    SET position = $3, leased_until = clock_timestamp() + $4 * interval '1 second'
    FROM soon WHERE {IS_SOON} AND consumer = $1 AND reader = $2
        AND position >= $5 AND position < $3
"""  # noqa: S608 - constants


class OvertakenError(UnavailableError):
    """Another replica reads now, or a crash of the server took back where we were."""

    def __init__(self) -> None:
        super().__init__("event-reader-overtaken")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A deployable's place in the log. One replica at a time reads, so that order can be kept."""

    database: Database
    consumer: str
    reader: str

    async def take(self) -> int | None:
        """Begin or go on reading: the position read last; None while another replica reads."""
        row = await self.database.fetch_one(_TAKE, self.consumer, self.reader, LEASE_S)
        return None if row is None else row["position"]

    async def advance(self, since: int, position: int) -> None:
        """Note that everything up to `position` is dealt with, if the transaction commits.

        `since` is what was dealt with before. Where less is noted, a crash of the server has taken
        the rest back, with all that reading had caused: it has to be read again.

        Raises:
            OvertakenError: we do not read any more, or not from there; the transaction must not
                commit.
        """
        given = self.consumer, self.reader, position, LEASE_S, since
        if not await self.database.execute(_ADVANCE, *given):
            raise OvertakenError

    async def hold(self) -> None:
        """Stay the reader until the transaction ends.

        Raises:
            OvertakenError: we do not read any more.
        """
        row = await self.database.fetch_one(
            "SELECT reader FROM platform.cursors WHERE consumer = $1 FOR UPDATE", self.consumer
        )
        if row is None or row["reader"] != self.reader:
            raise OvertakenError

    async def stop(self) -> int:
        """Keep everybody from handling events until the transaction ends. Returns the position."""
        row = await self.database.fetch_one(
            "SELECT position FROM platform.cursors WHERE consumer = $1 FOR UPDATE", self.consumer
        )
        return 0 if row is None else row["position"]

    async def position(self) -> int:
        """How far has been read."""
        row = await self.database.fetch_one(
            "SELECT position FROM platform.cursors WHERE consumer = $1", self.consumer
        )
        return 0 if row is None else row["position"]
