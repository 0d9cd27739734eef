"""The start after the first: on a data directory that lies ready, which the lab before prepared."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from labs.local.directories import LocalDirectory
from labs.local.options import LocalOptions
from labs.local.plan import Plan
from labs.local.prepared import MARK, Prepared
from labs.local.runtime import LocalRuntime
from labs.observe.rest import audit_at_rest
from labs.traffic.journey import order_journey
from tests.waiting import eventually
from workbench.usecases.shops import shop_blueprint

pytestmark = pytest.mark.live


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="shop-test-") as folder:
        Path(folder).chmod(0o711)
        monkeypatch.setenv("XDG_CACHE_HOME", folder)
        yield Path(folder)


def test_a_lab_starts_on_what_the_one_before_it_prepared(place: Path):
    directory = LocalDirectory.of("shop", place / "labs")
    runtime = LocalRuntime(LocalOptions(base=directory.base))
    blueprint = shop_blueprint("monolith", None)

    runtime.up(blueprint, owner_pid=os.getpid())
    eventually(directory.draft.exists, log=directory.log("preparing"))
    runtime.down()
    assert list(directory.base.iterdir()) == []

    runtime.up(blueprint, owner_pid=os.getpid())
    prepared = Prepared(Plan.read(directory).shape)
    eventually(lambda: prepared.lies_ready, within_s=240, log=directory.log("preparing"))
    assert not directory.draft.exists()
    runtime.down()

    try:
        status = runtime.up(blueprint, owner_pid=os.getpid())
        assert (directory.postgres / MARK).exists()
        journey = asyncio.run(order_journey(status.gateway_url))
        audit = audit_at_rest([*status.databases.values()], [journey.order_id], [], within_s=30)
        assert [found for found in asyncio.run(audit) if not found.held] == []
    finally:
        runtime.down()
