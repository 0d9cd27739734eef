"""MongoDB as the store: transactions of a replica set, and the outbox and the inbox in them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import PyMongoError

from .errors import OutcomeUnknownError, UnavailableError
from .messages import Envelope
from .mongodb_leases import Leases
from .mongodb_records import MongoRecords, make_indexes
from .mongodb_session import session
from .records import R, Table
from .transactions import Transaction, entered, open_transaction

_PATIENCE_MS = 5000
_FINDING_MS = 2000
_ANSWER_S = 0.5
_RELAY = "relay"
"""The lease of whoever relays: one replica at a time, so that events keep their order."""

Json = dict[str, Any]


class NoReplicaSetError(Exception):
    """The server is alone. Without a replica set, MongoDB has no transactions."""


def _nothing() -> None:
    """Nobody wants to be told."""


class MongoStore:
    """Fulfils `Store`."""

    def __init__(self, url: str, name: str) -> None:
        self._client: AsyncMongoClient[Json] = AsyncMongoClient(
            url,
            connect=False,
            serverSelectionTimeoutMS=_FINDING_MS,
            timeoutMS=_PATIENCE_MS,
            uuidRepresentation="standard",
        )
        self._database = self._client.get_default_database(name)
        self._leases = Leases(self._database["leases"])
        self._tables: list[Table[Any]] = []
        self.on_commit = _nothing

    async def open(self) -> None:
        """Connect, and make the indexes that keep what tables promise.

        Raises:
            NoReplicaSetError: this server could not keep what `transaction` promises.
        """
        told = await self._client.admin.command("hello")
        if "setName" not in told and told.get("msg") != "isdbgrid":
            raise NoReplicaSetError
        await self._database["outbox"].create_index("position")
        await self._database["inbox"].create_index("at")
        for table in self._tables:
            await make_indexes(self.collection(table.name), table)

    async def close(self) -> None:
        """Disconnect."""
        await self._client.close()

    def records(self, table: Table[R]) -> MongoRecords[R]:
        """In a collection of the table's name."""
        self._tables.append(table)
        return MongoRecords(self.collection(table.name), table)

    def collection(self, name: str) -> AsyncCollection[Json]:
        """A collection of the service's database."""
        return self._database[name]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All or nothing, events included. Inside another one it is a part of that.

        Raises:
            UnavailableError: another transaction came first; nothing was done.
            OutcomeUnknownError: the commit was not confirmed.
        """
        if (outer := open_transaction()) is not None:
            yield outer
            return
        async with self._client.start_session() as opened:
            transaction = Transaction(opened)
            leave = entered(transaction)
            try:
                async with await opened.start_transaction():
                    yield transaction
                    await self._write_down(transaction, opened)
            except PyMongoError as error:
                raise _told(error) from None
            finally:
                leave()
                await self._leases.give_back(transaction)
        if transaction.events:
            self.on_commit()

    async def one_at_a_time(self, key: str) -> None:
        """By a lease, since a transaction of MongoDB's fails where it would have to wait."""
        if (transaction := open_transaction()) is not None:
            await self._leases.wait_for(key, transaction)

    async def answers(self) -> bool:
        """Ask each time: a remembered answer would be a guess."""
        try:
            async with asyncio.timeout(_ANSWER_S):
                await self._client.admin.command("ping")
        except (PyMongoError, TimeoutError):
            return False
        return True

    async def waiting_events(self) -> int:
        """The length of the outbox."""
        return await self._database["outbox"].count_documents({}, session=session())

    async def oldest_events(self, limit: int) -> list[Envelope]:
        """None while another replica relays."""
        transaction = open_transaction()
        if transaction is None or not await self._leases.take(_RELAY, transaction):
            return []
        found = self._database["outbox"].find({}, session=session()).sort("position").limit(limit)
        return [Envelope.model_validate_json(each["payload"]) async for each in found]

    async def forget_events(self, events: list[Envelope]) -> None:
        """Take them out of the outbox."""
        if events:
            ids = [event.id for event in events]
            await self._database["outbox"].delete_many({"_id": {"$in": ids}}, session=session())

    async def mark_handled(self, consumer: str, event: Envelope) -> bool:
        """One document for each consumer and event: the second attempt finds it."""
        mark = {"_id": {"consumer": consumer, "event": event.id}}
        told = await self._database["inbox"].update_one(
            mark, {"$setOnInsert": {"at": datetime.now(UTC)}}, upsert=True, session=session()
        )
        return told.upserted_id is not None

    async def forget_handled(self, before: datetime) -> None:
        """By their age, of which there is an index."""
        await self._database["inbox"].delete_many({"at": {"$lt": before}})

    async def _write_down(self, transaction: Transaction, within: AsyncClientSession) -> None:
        rows = [
            # of one process; those of several are as much in order as their clocks
            {"_id": event.id, "position": time.time_ns(), "payload": event.model_dump_json()}
            for event in transaction.events
        ]
        if rows:
            await self._database["outbox"].insert_many(rows, session=within)


def _told(error: PyMongoError) -> UnavailableError | OutcomeUnknownError:
    if error.has_error_label("UnknownTransactionCommitResult"):
        return OutcomeUnknownError("store-in-doubt")
    return UnavailableError("store-unavailable")
