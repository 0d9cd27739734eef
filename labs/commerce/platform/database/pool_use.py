"""One use of a connection, and what it means when it fails."""

from typing import Any

import asyncpg

from labs.commerce.platform.database.pool import Pool
from labs.commerce.platform.errors import InvalidError, OutcomeUnknownError, UnavailableError

_LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
)
"""What the driver raises when the server is away or leaves."""

_NO_VALUE = (
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
    asyncpg.NumericValueOutOfRangeError,
)
"""What it raises of a value that no column can hold: text with a NUL in it, a number too large."""


class Use:
    """One use of a connection from the pool.

    Raises:
        InvalidError: a value can be in no column.
        UnavailableError: there is none to be had; nothing was done.
        OutcomeUnknownError: it broke while in use.
    """

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Any:  # noqa: ANN401 - a driver's connection
        try:
            self._connection = await self._pool.acquire()
        except (*_LOST, asyncpg.TooManyConnectionsError, TimeoutError) as error:
            raise UnavailableError("database-unavailable") from error
        return self._connection

    async def __aexit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._pool.release(self._connection)
        if isinstance(error, _LOST):
            raise OutcomeUnknownError("database-lost") from error
        # the bare class is what the driver itself says, before the server sees the value
        if isinstance(error, _NO_VALUE) or type(error) is asyncpg.DataError:
            raise InvalidError("value-not-storable") from error
