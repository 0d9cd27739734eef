"""What every store of a generated service promises: in memory, PostgreSQL and MongoDB.

MongoDB is skipped by name where none can be reached; it is to be a replica set.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from generators.render.service import templates
from generators.render.service.templates.platform.errors import UnavailableError
from generators.render.service.templates.platform.memory import MemoryStore
from generators.render.service.templates.platform.messages import Envelope, Event, Message
from generators.render.service.templates.platform.mongodb_store import MongoStore
from generators.render.service.templates.platform.outbox import Outbox
from generators.render.service.templates.platform.postgres_store import PostgresStore
from generators.render.service.templates.platform.records import Records, Table
from generators.render.service.templates.platform.store import Store
from tests.live.commerce.servers import Servers
from tests.waiting import until

pytestmark = pytest.mark.live

MONGODB = "WORKBENCH_TEST_MONGODB_URL"
MIGRATIONS = Path(next(iter(templates.__path__))) / "migrations"
SCHEMA = """
CREATE SCHEMA things;
CREATE TABLE things.things (
    entry bigint GENERATED ALWAYS AS IDENTITY,
    thing_id uuid PRIMARY KEY,
    owner text NOT NULL,
    name text NOT NULL,
    document text NOT NULL,
    UNIQUE (owner, name)
);
"""


class Thing(Message):
    """What is kept."""

    thing_id: UUID
    owner: str
    name: str
    size: int = 1


class Happened(Event):
    """What is told."""

    thing: str


THINGS = Table(
    "things.things", Thing, key=("thing_id",), by=("owner", "name"), alone=("owner", "name")
)


@dataclass
class Kept:
    store: Store
    things: Records[Thing]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    directory = Path(tempfile.mkdtemp(prefix="generated-stores-"))
    directory.chmod(0o755)
    running = Servers.start(directory)
    yield running
    running.stop()
    shutil.rmtree(directory, ignore_errors=True)


def postgresql(request: pytest.FixtureRequest, folder: Path) -> PostgresStore:
    servers: Servers = request.getfixturevalue("servers")
    name = f"things_{uuid4().hex}"
    servers.sql(f'CREATE DATABASE "{name}" OWNER shop')
    shutil.copytree(MIGRATIONS, folder, dirs_exist_ok=True)
    (folder / "things_0001.sql").write_text(SCHEMA, encoding="utf-8")
    return PostgresStore(servers.postgres.dsn(name), folder)


def mongodb() -> Store:
    if not (url := os.environ.get(MONGODB)):
        pytest.skip(f"no MongoDB could be reached: set {MONGODB} to the URL of one")
    return MongoStore(url, f"things_{uuid4().hex}")


@pytest.fixture(params=["memory", "postgresql", "mongodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    made = {
        "memory": MemoryStore,
        "postgresql": lambda: postgresql(request, tmp_path),
        "mongodb": mongodb,
    }
    found: Store = made[request.param]()
    return found


@pytest.fixture
async def kept(store: Store) -> AsyncIterator[Kept]:
    kept = Kept(store, store.records(THINGS))
    await store.open()
    yield kept
    await store.close()


def thing(owner: str = "a", name: str = "x", size: int = 1) -> Thing:
    return Thing(thing_id=uuid4(), owner=owner, name=name, size=size)


def envelope() -> Envelope:
    return Envelope(id=uuid4(), event="Happened", at=datetime.now(UTC), request_id="r", data={})


async def test_a_record_is_added_once_and_found_by_its_fields(kept: Kept):
    first, second = thing(), thing(name="y")
    assert await kept.things.add(first)
    assert not await kept.things.add(first)
    assert await kept.things.add(second)
    assert not await kept.things.add(thing(name="y")), "another of one owner and name"
    assert await kept.things.find(thing_id=first.thing_id) == first
    assert await kept.things.find(owner="a", name="y") == second
    assert await kept.things.find(owner="b") is None


async def test_records_are_listed_latest_first_or_oldest_first(kept: Kept):
    made = [thing(name=name) for name in "xyz"]
    for each in made:
        await kept.things.add(each)
    assert await kept.things.select(owner="a") == made[::-1]
    assert await kept.things.select(2, oldest_first=True, owner="a") == made[:2]


async def test_a_record_is_replaced_in_its_place_and_removed(kept: Kept):
    first, second = thing(), thing(name="y")
    await kept.things.add(first)
    await kept.things.add(second)
    larger = first.model_copy(update={"size": 2})
    await kept.things.put(larger)
    assert await kept.things.select(owner="a") == [second, larger]
    assert await kept.things.remove(thing_id=first.thing_id)
    assert not await kept.things.remove(thing_id=first.thing_id)


async def test_an_addition_that_is_refused_leaves_its_transaction_whole(kept: Kept):
    first = thing()
    await kept.things.add(first)
    async with kept.store.transaction():
        assert not await kept.things.add(thing())
        assert await kept.things.add(thing(name="y"))
    assert await kept.things.find(name="y") is not None


async def test_what_fails_is_undone_with_its_events_and_marks(kept: Kept):
    handled = envelope()

    async def fail() -> None:
        async with kept.store.transaction():
            await kept.things.add(thing())
            await kept.store.mark_handled("module", handled)
            Outbox().publish(Happened(thing="x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    if not isinstance(kept.store, MemoryStore):
        assert await kept.things.find(owner="a") is None
    assert await kept.store.waiting_events() == 0
    async with kept.store.transaction():
        assert await kept.store.mark_handled("module", handled)
        assert not await kept.store.mark_handled("module", handled)


async def test_what_was_handled_long_ago_is_forgotten_and_the_rest_is_not(kept: Kept):
    handled, begun = envelope(), datetime.now(UTC)
    async with kept.store.transaction():
        assert await kept.store.mark_handled("module", handled)
    await kept.store.forget_handled(begun - timedelta(minutes=1))
    async with kept.store.transaction():
        assert not await kept.store.mark_handled("module", handled)
    await kept.store.forget_handled(begun + timedelta(minutes=1))
    async with kept.store.transaction():
        assert await kept.store.mark_handled("module", handled)


async def test_events_wait_in_order_until_they_are_forgotten(kept: Kept):
    for name in "abc":
        async with kept.store.transaction():
            Outbox().publish(Happened(thing=name))
    assert await kept.store.waiting_events() == 3
    async with kept.store.transaction():
        first, second = await kept.store.oldest_events(2)
        assert [first.data["thing"], second.data["thing"]] == ["a", "b"]
        await kept.store.forget_events([first, second])
    assert await kept.store.waiting_events() == 1


async def test_one_key_is_held_by_one_transaction_at_a_time(kept: Kept):
    if isinstance(kept.store, MemoryStore):
        pytest.skip("nothing in memory waits")
    order: list[str] = []
    holds = asyncio.Event()

    async def hold() -> None:
        async with kept.store.transaction():
            await kept.store.one_at_a_time("key")
            holds.set()
            await asyncio.sleep(0.2)
            order.append("first")

    async def follow() -> None:
        await holds.wait()
        async with kept.store.transaction():
            await kept.store.one_at_a_time("key")
            order.append("second")

    await asyncio.gather(hold(), follow())
    assert order == ["first", "second"]


async def test_an_open_store_answers(kept: Kept):
    assert await kept.store.answers()


async def test_a_database_that_takes_no_connection_is_said_to_be_away_until_it_does(
    request: pytest.FixtureRequest, tmp_path: Path
):
    store = postgresql(request, tmp_path)
    servers: Servers = request.getfixturevalue("servers")
    await store.open()
    (name,) = [row["n"] for row in await store.fetch("SELECT current_database() AS n")]
    servers.sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    servers.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 - a test's own
    await until(lambda: says_it_is_away(store))
    assert not await store.answers()
    servers.sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    await until(store.answers)
    async with store.transaction():
        assert await store.mark_handled("module", envelope())
    await store.close()


async def says_it_is_away(store: Store) -> bool:
    try:
        async with store.transaction():
            return False
    except UnavailableError:
        return True
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        # a connection that was lent before it was known to be dead
        return False
