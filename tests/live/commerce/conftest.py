"""Servers for the whole run; a shop for each test that breaks one, shared shops for the others."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.shops import MONOLITH, REFERENCE

Launch = Callable[..., Shop]

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of a random name in it
_ROOM = 8 << 30
"""Hundreds of databases, of hundreds of files each: to delete them from a disk takes a minute."""


def _roomiest() -> Path | None:
    """Memory where it is known to suffice, else where temporary files belong."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


@pytest.fixture(scope="session")
def directory() -> Iterator[Path]:
    """Open to the account that PostgreSQL runs as."""
    path = Path(tempfile.mkdtemp(prefix="shop-", dir=_roomiest()))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def servers(directory: Path) -> Iterator[Servers]:
    running = Servers.start(directory)
    yield running
    running.stop()


@pytest.fixture
def launch(servers: Servers, directory: Path) -> Iterator[Launch]:
    """Launch shops that end with the test."""
    with contextlib.ExitStack() as stack:

        def launched(*arguments: object, **changes: object) -> Shop:
            shop = Shop.launch(servers, directory, *arguments, **changes)
            stack.callback(shop.stop)
            return shop

        yield launched


@pytest.fixture(scope="session")
def reference(servers: Servers, directory: Path) -> Iterator[Shop]:
    """The eleven services, with the saga; do not break it."""
    shop = Shop.launch(servers, directory, REFERENCE)
    yield shop
    shop.stop()


@pytest.fixture(scope="session")
def monolith(servers: Servers, directory: Path) -> Iterator[Shop]:
    """Everything in one deployable, with one transaction; do not break it."""
    shop = Shop.launch(servers, directory, MONOLITH, "acid")
    yield shop
    shop.stop()
