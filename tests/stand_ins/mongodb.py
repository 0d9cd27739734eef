"""MongoDB's wire protocol, answered by `mongomock`, in MongoDB's place.

It knows the commands that the catalogue sends, keeps all in memory, and has neither transactions
nor replica sets nor a query planner. Run as a program, `mongodb.py HOST`, it prints each kind of
command when it comes for the first time.
"""

import socketserver
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import bson
import mongomock
from pymongo import ReturnDocument
from pymongo.errors import OperationFailure

Json = dict[str, Any]
Database = Any
"""As `mongomock` gives it: its own types are not exported."""

PORT = 27017
_HEADER = struct.Struct("<iiii")
_QUERY, _REPLY, _MESSAGE = 2004, 1, 2013
_UNKNOWN = 59
"""The code of a command that there is not."""


def _hello(*_: object) -> Json:
    return {
        "isWritablePrimary": True,
        "ismaster": True,
        "helloOk": True,
        "maxBsonObjectSize": 2**24,
        "maxMessageSizeBytes": 48_000_000,
        "maxWriteBatchSize": 100_000,
        "minWireVersion": 0,
        "maxWireVersion": 25,
    }


def _nothing(*_: object) -> Json:
    return {}


def _create_indexes(database: Database, asked: Json) -> Json:
    for each in asked["indexes"]:
        database[asked["createIndexes"]].create_index(list(each["key"].items()), name=each["name"])
    return {}


def _drop(database: Database, asked: Json) -> Json:
    database.drop_collection(asked["drop"])
    return {}


def _insert(database: Database, asked: Json) -> Json:
    database[asked["insert"]].insert_many(asked["documents"])
    return {"n": len(asked["documents"])}


def _update(database: Database, asked: Json) -> Json:
    collection, touched = database[asked["update"]], 0
    for each in asked["updates"]:
        changes = any(name.startswith("$") for name in each["u"])
        act = collection.update_one if changes else collection.replace_one
        done = act(each["q"], each["u"], upsert=each.get("upsert", False))
        touched += done.matched_count or done.upserted_id is not None
    return {"n": touched, "nModified": touched}


def _find(database: Database, asked: Json) -> Json:
    found = database[asked["find"]].find(asked.get("filter"), asked.get("projection"))
    if order := asked.get("sort"):
        found = found.sort(list(order.items()))
    return _all(database, asked["find"], found.limit(abs(asked.get("limit", 0))))


def _aggregate(database: Database, asked: Json) -> Json:
    name = asked["aggregate"]
    return _all(database, name, database[name].aggregate(asked["pipeline"]))


def _find_and_modify(database: Database, asked: Json) -> Json:
    value = database[asked["findAndModify"]].find_one_and_update(
        asked["query"],
        asked["update"],
        upsert=asked.get("upsert", False),
        return_document=ReturnDocument.AFTER if asked.get("new") else ReturnDocument.BEFORE,
    )
    return {"value": value}


def _all(database: Database, name: str, found: Iterable[Json]) -> Json:
    """One batch, however many: nobody has to ask for more."""
    return {"cursor": {"id": 0, "ns": f"{database.name}.{name}", "firstBatch": list(found)}}


COMMANDS: Mapping[str, Callable[[Database, Json], Json]] = {
    "hello": _hello,
    "ismaster": _hello,
    "ping": _nothing,
    "endSessions": _nothing,
    "createIndexes": _create_indexes,
    "drop": _drop,
    "insert": _insert,
    "update": _update,
    "find": _find,
    "aggregate": _aggregate,
    "findAndModify": _find_and_modify,
}


class StandIn(socketserver.ThreadingTCPServer):
    """A thread for each connection, and one command at a time."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], *, prints: bool = False) -> None:
        super().__init__(address, _Connection)
        self._client: Any = mongomock.MongoClient()
        self._turn = threading.Lock()
        self._prints = prints
        self._asked: set[str] = set()

    def answer(self, asked: Json) -> Json:
        """What a command comes to."""
        name = next(iter(asked))
        command = COMMANDS.get(name)
        if command is None:
            return {"ok": 0.0, "code": _UNKNOWN, "errmsg": f"the stand-in knows no {name}"}
        with self._turn:
            self._note(f"{name} {asked[name]}")
            try:
                return {"ok": 1.0, **command(self._client[asked.get("$db", "admin")], asked)}
            except OperationFailure as error:
                return {"ok": 0.0, "code": error.code or 1, "errmsg": str(error)}

    def _note(self, kind: str) -> None:
        if self._prints and kind not in self._asked:
            self._asked.add(kind)
            print(kind, flush=True)  # noqa: T201 - its log


class _Connection(socketserver.StreamRequestHandler):
    server: StandIn

    def handle(self) -> None:
        while head := self.rfile.read(_HEADER.size):
            length, request, _, kind = _HEADER.unpack(head)
            body = self.rfile.read(length - _HEADER.size)
            if kind == _QUERY:  # the first word of a driver that does not know us yet
                query = body[body.index(b"\0", 4) + 9 :]
                self._say(request, _REPLY, struct.pack("<iqii", 8, 0, 0, 1), bson.decode(query))
            else:
                self._say(request, _MESSAGE, struct.pack("<iB", 0, 0), _message(body))

    def _say(self, request: int, kind: int, start: bytes, asked: Json) -> None:
        text = start + bson.encode(self.server.answer(asked))
        self.wfile.write(_HEADER.pack(_HEADER.size + len(text), 0, request, kind) + text)


def _message(body: bytes) -> Json:
    """The command of a message, with what follows it in sections of their own."""
    command: Json = {}
    at = 4
    while at < len(body):
        kind, at = body[at], at + 1
        (size,) = struct.unpack_from("<i", body, at)
        section = body[at : at + size]
        if kind == 0:
            command = {**bson.decode(section), **command}
        else:
            end = section.index(b"\0", 4)
            command[section[4:end].decode()] = bson.decode_all(section[end + 1 :])
        at += size
    return command


@contextmanager
def running_mongodb(port: int = 0) -> Iterator[str]:
    """The URL of one that ends with the block."""
    with StandIn(("127.0.0.1", port)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"mongodb://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


if __name__ == "__main__":
    StandIn((sys.argv[1], PORT), prints=True).serve_forever()
