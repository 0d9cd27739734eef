"""The servers that adapters of the shop's stores are tried on."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from labs.commerce.platform.database import Database
from labs.commerce.platform.database.migration import PLATFORM_SCHEMA
from labs.commerce.platform.events import encode_envelope
from tests.live.commerce.servers import Servers

MONGODB = "WORKBENCH_TEST_MONGODB_URL"
ELASTICSEARCH = "WORKBENCH_TEST_ELASTICSEARCH_URL"


def reachable(variable: str) -> bool:
    """Whether this machine has a server that no package brings."""
    return bool(os.environ.get(variable))


def must_reach(variable: str, server: str) -> None:
    """Say which server the suite was not tried on."""
    if not reachable(variable):
        pytest.skip(f"no {server} could be reached: set {variable} to the URL of one")


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    directory = Path(tempfile.mkdtemp(prefix="stores-"))
    directory.chmod(0o755)
    running = Servers.start(directory)
    running.sql('CREATE DATABASE "stores" OWNER shop')
    yield running
    running.stop()
    shutil.rmtree(directory, ignore_errors=True)


@asynccontextmanager
async def opened(servers: Servers, schema: str) -> AsyncIterator[Database]:
    """A database with the platform's tables and a module's."""
    database = Database(servers.postgres.dsn("stores"), encode_envelope, lambda: None)
    await database.open("contract")
    await database.execute(PLATFORM_SCHEMA + schema)
    yield database
    await database.close()
