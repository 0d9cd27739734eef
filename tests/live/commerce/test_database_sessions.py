"""Arrays reach the real server without the driver's dear question about their types."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from labs.commerce.platform.database import Database
from labs.commerce.platform.events import encode_envelope
from tests.live.commerce.servers import Servers

pytestmark = pytest.mark.live

ASKED = """
    SELECT count(*) AS n FROM pg_prepared_statements
    WHERE statement LIKE '%pg_range%' AND statement NOT LIKE '%pg_prepared_statements%'
"""


@pytest.fixture
async def database(servers: Servers) -> AsyncIterator[Database]:
    name = f"sessions_{uuid4().hex[:8]}"
    servers.sql(f'CREATE DATABASE "{name}" OWNER shop STRATEGY wal_log')
    opened = Database(
        servers.postgres.dsn(name), encode_envelope, on_published=lambda: None, connections=1
    )
    await opened.open("test")
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("bytea", [b"\x00a", b""]),
        ("int", [1, -2]),
        ("bigint", [2**40]),
        ("timestamptz", [datetime(2026, 1, 2, 3, 4, 5, 6, UTC)]),
        ("uuid", [uuid4(), uuid4()]),
        ("text", ["a", "b,c"]),
    ],
)
async def test_an_array_comes_back_as_it_went_and_nothing_was_asked(database, kind, values):
    row = await database.fetch_one(f"SELECT $1::{kind}[] AS sent, $1 IS NULL AS lost", values)
    assert row["sent"] == values
    assert (await database.fetch_one(ASKED))["n"] == 0


async def test_an_array_that_the_session_does_not_know_is_asked_about(database):
    row = await database.fetch_one("SELECT $1::float8[] AS sent, $2::int[] AS known", [0.5], [1])
    assert (row["sent"], row["known"]) == ([0.5], [1])
    assert (await database.fetch_one(ASKED))["n"] == 1
