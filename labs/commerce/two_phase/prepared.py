"""Prepared transactions of one database, by their names on the server.

A name is unique over all databases of a server, so it says whose branch it is.
"""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

import asyncpg

from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.two_phase.api import InDoubt

_MARK = "checkout"
_WAITING = """
    SELECT gid, extract(epoch FROM clock_timestamp() - prepared) * 1000 AS age_ms
    FROM pg_prepared_xacts WHERE database = current_database() AND gid LIKE $1 ORDER BY prepared
"""


@dataclass(frozen=True, slots=True)
class BranchName:
    """What a branch is called on the server."""

    order_id: UUID
    attempt: int
    deployable: str

    def __str__(self) -> str:
        return f"{_MARK}:{self.order_id}:{self.attempt}:{self.deployable}"

    @property
    def literal(self) -> str:
        """The name as an SQL literal: these statements take no parameters."""
        return "'" + str(self).replace("'", "''") + "'"

    @classmethod
    def parse(cls, gid: str) -> Self:
        """The branch of that name."""
        _, order_id, attempt, deployable = gid.split(":", 3)
        return cls(UUID(order_id), int(attempt), deployable)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Decides branches, on any connection: the one that prepared them is long busy elsewhere."""

    database: Database

    async def decide(self, name: BranchName, *, commit: bool) -> bool:
        """Commit or roll back. False when there is no such branch, or no more.

        Raises:
            UnavailableError: somebody else is just deciding it.
        """
        verb = "COMMIT" if commit else "ROLLBACK"
        try:
            await self.database.execute(f"{verb} PREPARED {name.literal}")
        except asyncpg.UndefinedObjectError:
            return False
        except asyncpg.ObjectNotInPrerequisiteStateError:
            raise UnavailableError("branch-busy") from None
        return True

    async def waiting(self) -> list[InDoubt]:
        """Branches that wait for a decision, the oldest first."""
        found = []
        for row in await self.database.fetch(_WAITING, f"{_MARK}:%"):
            name, age_ms = BranchName.parse(row["gid"]), int(row["age_ms"])
            found.append(InDoubt(order_id=name.order_id, attempt=name.attempt, age_ms=age_ms))
        return found
