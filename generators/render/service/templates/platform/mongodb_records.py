"""Records in MongoDB: a document for each, with what it is looked up by beside the record."""

import time
from typing import Any, Generic

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from .mongodb_session import session
from .records import R, Table

Json = dict[str, Any]


class MongoRecords(Generic[R]):
    """Fulfils `Records`."""

    def __init__(self, collection: AsyncCollection[Json], table: Table[R]) -> None:
        self._collection = collection
        self._table = table

    async def add(self, record: R) -> bool:
        """Looks first: within a transaction a refused document would undo all the others."""
        alone = {name: getattr(record, name) for name in self._table.alone}
        if alone and await self._collection.find_one(alone, session=session()):
            return False
        try:
            told = await self._collection.update_one(
                self._place(record),
                {"$setOnInsert": self._document(record) | {"entry": time.time_ns()}},
                upsert=True,
                session=session(),
            )
        except DuplicateKeyError:
            if session() is not None:
                raise
            return False
        return told.upserted_id is not None

    async def put(self, record: R) -> None:
        """The latest record wins."""
        await self._collection.update_one(
            self._place(record),
            {"$set": self._document(record), "$setOnInsert": {"entry": time.time_ns()}},
            upsert=True,
            session=session(),
        )

    async def find(self, **fields: object) -> R | None:
        """At most one."""
        found = await self._collection.find_one(fields, session=session())
        return None if found is None else self._record(found)

    async def select(
        self, limit: int = 100, *, oldest_first: bool = False, **fields: object
    ) -> list[R]:
        """In the order in which they were added, or backwards."""
        found = self._collection.find(fields, session=session())
        ordered = found.sort("entry", 1 if oldest_first else -1).limit(limit)
        return [self._record(each) async for each in ordered]

    async def remove(self, **fields: object) -> bool:
        """Whatever has these values."""
        told = await self._collection.delete_many(fields, session=session())
        return told.deleted_count > 0

    def _place(self, record: R) -> Json:
        return {name: getattr(record, name) for name in self._table.key}

    def _document(self, record: R) -> Json:
        """The key stands in the filter already, from which MongoDB copies it."""
        found = {name: getattr(record, name) for name in (*self._table.by, *self._table.alone)}
        beside = {name: value for name, value in found.items() if name not in self._table.key}
        return beside | {"record": record.model_dump(mode="json")}

    def _record(self, document: Json) -> R:
        return self._table.kind.model_validate(document["record"])


async def make_indexes(collection: AsyncCollection[Json], table: Table[Any]) -> None:
    """What tells records apart, and what they are looked up by."""
    for fields in filter(None, (table.key, table.alone)):
        await collection.create_index([(name, 1) for name in fields], unique=True)
    for name in table.by:
        await collection.create_index([(name, 1), ("entry", -1)])
