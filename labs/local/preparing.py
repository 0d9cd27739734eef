"""`python -m labs.local.preparing BASE LAB`: a data directory for the next lab like this one.

Runs beside a lab that is ready, out of its way, and ends with it: what is not finished then is
no loss, and removed.
"""

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from labs.commerce.spec import Spec
from labs.local.directories import LocalDirectory
from labs.local.plan import Plan
from labs.local.prepared import MARK, Prepared, has_room, make_room, sole_keeper
from labs.local.servers import Postgres
from labs.local.supervisor.server_process import ServerProcess

SETTLES_S = 2.0
"""Whoever started the lab wants it first; one that is gone by then needs nothing prepared."""
READY_WITHIN_S = 60.0
LOOK_EVERY_S = 0.02
NICE = 10
"""Gets a tenth of what a lab does where both want all; at 19 a busy machine never comes to it."""


async def prepare(directory: LocalDirectory) -> None:
    """Make what the lab's shape lacks, unless somebody else is at it or the disk is too full."""
    plan = Plan.read(directory)
    prepared = Prepared(plan.shape)
    with sole_keeper() as alone:
        if not alone or not has_room():
            return
        if not prepared.is_made:
            await _make(plan.draft(directory), directory)
            await prepared.keep(directory.draft)
        await prepared.lay_ready()
        make_room()


async def _make(server: Postgres, directory: LocalDirectory) -> None:
    """Lay out a data directory with the databases of the lab's shop, as a first start does."""
    process = ServerProcess(server, lambda _: None)
    await process.start(READY_WITHIN_S)
    await _fill(server, directory)
    _end(process)
    (server.directory / MARK).touch()


def _end(process: ServerProcess) -> None:
    """End it in an orderly way: what is started on its data has nothing to recover."""
    os.kill(process.pid, signal.SIGINT)
    while not process.has_ended():
        time.sleep(LOOK_EVERY_S)


async def _fill(server: Postgres, directory: LocalDirectory) -> None:
    spec = msgspec.json.decode(directory.specification.read_bytes(), type=Spec)
    deployables = tuple(
        msgspec.structs.replace(
            d, database=server.socket_dsn(d.name) if d.keeps_data else "", log="", traces=""
        )
        for d in spec.deployables
    )
    path = directory.root / "draft.json"
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(spec, deployables=deployables)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "labs.commerce.prepare", str(path)
    )
    if await process.wait():
        raise SystemExit(1)


def _step_back() -> None:
    """Leave the cores to whoever wants them: Linux shares them out between sessions first."""
    os.nice(NICE)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE), encoding="ascii")


if __name__ == "__main__":
    _step_back()
    time.sleep(SETTLES_S)
    asyncio.run(prepare(LocalDirectory(Path(sys.argv[1]), sys.argv[2])))
