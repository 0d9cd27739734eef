"""One database per deployable: what shares a transaction, and what its events do."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID, uuid4

import msgspec
import pytest

from labs.commerce.platform.clock import SystemClock
from labs.commerce.platform.database import Database, Remote
from labs.commerce.platform.database.change import Change
from labs.commerce.platform.database.migration import Migration, migrate
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.platform.events import Outbox, decode_envelope, encode_envelope
from labs.commerce.platform.events.deferring import Incoming
from labs.commerce.platform.events.inbox import Inbox
from labs.commerce.platform.events.pruning import KEPT, Pruning
from labs.commerce.platform.messages import Envelope, Event
from tests.live.commerce.servers import Servers
from tests.unit.commerce.fakes import log

pytestmark = pytest.mark.live

RING_ONCE = Change(
    {
        "rung": """
            INSERT INTO bell.rings SELECT $1
            WHERE NOT EXISTS (SELECT FROM bell.rings WHERE n = $1) RETURNING n
        """
    },
    news="EXISTS (SELECT FROM rung)",
)

SCHEMA = "CREATE SCHEMA IF NOT EXISTS bell; CREATE TABLE IF NOT EXISTS bell.rings (n int);"


class Rang(Event, frozen=True):
    number: int


class Fixture:
    """A database with one table, and what was published."""

    def __init__(self, url: str) -> None:
        self.kicks = 0
        self.database = Database(url, encode_envelope, self._kick)
        self.outbox = Outbox(SystemClock())
        self.seeded = 0
        self.together: list[int] = []

    def _kick(self) -> None:
        self.kicks += 1

    async def seed(self) -> None:
        self.seeded += 1

    async def migrate(self) -> None:
        await migrate(self.database, [Migration("bell", SCHEMA, self.seed)], 7)

    async def ring(self, number: int) -> None:
        await self.database.execute("INSERT INTO bell.rings VALUES ($1)", number)
        self.outbox.publish(Rang(number=number))

    async def ring_all(self, numbers: Sequence[int]) -> None:
        self.together.append(len(numbers))
        async with self.database.transaction():
            for number in numbers:
                await self.ring(number)

    async def rings(self) -> list[int]:
        rows = await self.database.fetch("SELECT n FROM bell.rings ORDER BY n")
        return [row["n"] for row in rows]

    async def published(self) -> list[int]:
        rows = await self.database.fetch("SELECT payload FROM platform.outbox ORDER BY position")
        envelopes = [decode_envelope(row["payload"]) for row in rows]
        return [msgspec.json.decode(e.data, type=Rang).number for e in envelopes]


@pytest.fixture
async def bell(servers: Servers) -> AsyncIterator[Fixture]:
    name = f"bell_{uuid4().hex[:8]}"
    servers.sql(f'CREATE DATABASE "{name}" OWNER shop')
    fixture = Fixture(servers.postgres.dsn(name))
    await fixture.database.open("test")
    await fixture.migrate()
    yield fixture
    await fixture.database.close()


async def test_a_database_is_seeded_once(bell: Fixture) -> None:
    await bell.migrate()
    assert bell.seeded == 1


async def test_an_event_is_published_with_the_change_that_makes_it_true(bell: Fixture) -> None:
    async with bell.database.transaction():
        await bell.ring(1)
        assert bell.kicks == 0
    assert (await bell.rings(), await bell.published(), bell.kicks) == ([1], [1], 1)


async def test_what_is_rolled_back_publishes_nothing(bell: Fixture) -> None:
    with pytest.raises(ValueError, match="no"):
        await _ring_and_fail(bell)
    assert (await bell.rings(), await bell.published(), bell.kicks) == ([], [], 0)


async def _ring_and_fail(bell: Fixture) -> None:
    async with bell.database.transaction():
        await bell.ring(1)
        raise ValueError("no")


async def test_a_change_is_told_in_its_own_statement_once(bell: Fixture) -> None:
    assert [await _rung(bell, 1), await _rung(bell, 1), await _rung(bell, 2)] == [True, False, True]
    assert (await bell.rings(), await bell.published(), bell.kicks) == ([1, 2], [1, 2], 2)


async def test_a_change_within_a_transaction_is_told_when_that_commits(bell: Fixture) -> None:
    with pytest.raises(ValueError, match="no"):
        await _rung_and_fail(bell)
    assert (await bell.rings(), await bell.published(), bell.kicks) == ([], [], 0)
    async with bell.database.transaction():
        assert [await _rung(bell, 1), await _rung(bell, 1)] == [True, False]
        assert bell.kicks == 0
    assert (await bell.rings(), await bell.published(), bell.kicks) == ([1], [1], 1)


async def _rung_and_fail(bell: Fixture) -> None:
    async with bell.database.transaction():
        await _rung(bell, 1)
        raise ValueError("no")


async def _rung(bell: Fixture, number: int) -> bool:
    told = [bell.outbox.envelope(Rang(number=number))]
    row = await bell.database.change(RING_ONCE, (number,), told)
    return bool(row["is_news"])


async def test_an_event_outside_a_transaction_is_a_defect(bell: Fixture) -> None:
    with pytest.raises(RuntimeError):
        bell.outbox.publish(Rang(number=1))


async def test_nested_transactions_are_one(bell: Fixture) -> None:
    with pytest.raises(ValueError, match="no"):
        await _fail_around(bell)
    assert await bell.rings() == []


async def _fail_around(bell: Fixture) -> None:
    async with bell.database.transaction():
        async with bell.database.transaction():
            await bell.ring(1)
        raise ValueError("no")


async def test_a_savepoint_takes_back_its_rows_and_its_events_only(bell: Fixture) -> None:
    async with bell.database.transaction():
        await bell.ring(1)
        with pytest.raises(ValueError, match="no"):
            await _fail_within(bell)
        await bell.ring(3)
    assert (await bell.rings(), await bell.published()) == ([1, 3], [1, 3])


async def _fail_within(bell: Fixture) -> None:
    async with bell.database.savepoint():
        await bell.ring(2)
        raise ValueError("no")


RING = "INSERT INTO bell.rings SELECT unnest($1::int[])"


async def test_what_is_written_behind_is_there_for_the_next_question(bell: Fixture) -> None:
    async with bell.database.transaction():
        await bell.database.write_behind(RING, [(1,), (2,)])
        assert await bell.rings() == [1, 2]
        await bell.database.write_behind(RING, [(3,)])
    assert await bell.rings() == [1, 2, 3]


async def test_what_is_written_behind_is_part_of_its_savepoint_only(bell: Fixture) -> None:
    async with bell.database.transaction():
        await bell.database.write_behind(RING, [(1,)])
        with pytest.raises(ZeroDivisionError):
            await _write_behind_and_fail(bell)
        async with bell.database.savepoint():
            await bell.database.write_behind(RING, [(3,)])
    assert await bell.rings() == [1, 3]


async def _write_behind_and_fail(bell: Fixture) -> None:
    async with bell.database.savepoint():
        await bell.database.write_behind(RING, [(2,)])
        raise ZeroDivisionError


async def test_without_a_transaction_nothing_is_put_off(bell: Fixture) -> None:
    await bell.database.write_behind(RING, [(1,)])
    assert await bell.rings() == [1]


async def test_rows_of_one_statement_are_written_together_whatever_came_between(
    bell: Fixture,
) -> None:
    note = "INSERT INTO bell.rings SELECT count(*) FROM bell.rings WHERE n >= ALL($1::int[])"
    async with bell.database.transaction():
        await bell.database.write_behind(RING, [(7,)])
        await bell.database.write_behind(note, [(7,)])
        await bell.database.fetch("SELECT event_id FROM platform.inbox")
        await bell.database.write_behind(RING, [(8,)])
    assert await bell.rings() == [2, 7, 8]


async def test_what_is_gathered_is_worked_on_together_at_the_end_of_its_transaction(
    bell: Fixture,
) -> None:
    async with bell.database.transaction():
        for number in (1, 2):
            await bell.database.gather(bell.ring_all, number)
        assert await bell.rings() == []
    assert (await bell.rings(), await bell.published(), bell.together) == ([1, 2], [1, 2], [2])


async def test_what_is_gathered_is_part_of_its_savepoint_only(bell: Fixture) -> None:
    async with bell.database.transaction():
        await bell.database.gather(bell.ring_all, 1)
        with pytest.raises(ZeroDivisionError):
            await _gather_and_fail(bell)
    assert (await bell.rings(), await bell.published()) == ([1], [1])


async def _gather_and_fail(bell: Fixture) -> None:
    async with bell.database.savepoint():
        await bell.database.gather(bell.ring_all, 2)
        raise ZeroDivisionError


async def test_work_that_fails_fails_its_transaction(bell: Fixture) -> None:
    with pytest.raises(ZeroDivisionError):
        await _gather_what_fails(bell)
    assert (await bell.rings(), await bell.published()) == ([], [])


async def _gather_what_fails(bell: Fixture) -> None:
    async with bell.database.transaction():
        await bell.ring(1)
        await bell.database.gather(_fail, 2)


async def _fail(_numbers: Sequence[int]) -> None:
    raise ZeroDivisionError


async def test_near_peers_share_a_transaction_and_far_ones_do_not(bell: Fixture) -> None:
    async with bell.database.together(object()):
        assert bell.database.in_transaction
    async with bell.database.together(object(), Remote()):
        assert not bell.database.in_transaction


async def test_an_event_is_handled_once_and_its_mark_is_part_of_its_transaction(
    bell: Fixture,
) -> None:
    async def on_rang(event: Rang, _event_id: UUID) -> None:
        await bell.database.execute("INSERT INTO bell.rings VALUES ($1)", event.number)
        if event.number < 0:
            raise ValueError("no")

    inbox = Inbox(bell.database, {"bell": {Rang: on_rang}})
    good, bad = _incoming(5), _incoming(-1)
    assert len((await inbox.receive([good], _nothing)).handled) == 1
    assert (await inbox.receive([good], _nothing)).handled == set()
    with pytest.raises(ValueError, match="no"):
        await inbox.receive([bad], _nothing)
    assert await bell.rings() == [5]


async def test_old_marks_are_forgotten_and_what_needs_a_look_is_not(bell: Fixture) -> None:
    await bell.database.execute(
        "INSERT INTO platform.inbox (consumer, event_id, handled_at) VALUES"
        " ('bell', gen_random_uuid(), now() - interval '2 hours'),"
        " ('bell', gen_random_uuid(), now())"
    )
    await bell.database.execute(
        "INSERT INTO platform.reactions (order_id, module, action, is_done, refusal, due_at)"
        " SELECT gen_random_uuid(), 'bell', action, is_done, refusal, now() - interval '2 hours'"
        " FROM (VALUES ('Done', true, ''), ('Open', false, ''), ('Refused', true, 'no'))"
        " AS known (action, is_done, refusal)"
    )
    await Pruning(bell.database, log()).prune(KEPT)
    marks = await bell.database.fetch_one("SELECT count(*) AS n FROM platform.inbox")
    left = await bell.database.fetch("SELECT action FROM platform.reactions ORDER BY action")
    assert (marks["n"], [row["action"] for row in left]) == (1, ["Open", "Refused"])


async def _nothing() -> None:
    """There is no cursor to move."""


def _incoming(number: int) -> Incoming:
    data = msgspec.Raw(msgspec.json.encode(Rang(number=number)))
    now = SystemClock().now()
    return Incoming("bell", Envelope(id=uuid4(), event="Rang", at=now, request_id="r", data=data))


async def test_a_database_that_is_away_did_certainly_nothing(bell: Fixture) -> None:
    await bell.database.close()
    with pytest.raises(UnavailableError):
        await bell.rings()
