"""The supervisor is killed while customers order: nothing of the lab outlives it."""

import asyncio
import signal
import time

import psutil
import pytest

from labs.traffic.load import Load, Run, Scenario
from tests.crash.arena import Arena
from tests.crash.cells import ORCHESTRATION
from tests.crash.shoppers import Shoppers

pytestmark = [pytest.mark.live, pytest.mark.soak]


def test_no_process_outlives_the_supervisor():
    asyncio.run(kill_under_load())


async def kill_under_load() -> None:
    arena = await Arena.open(ORCHESTRATION)
    shoppers = Shoppers(arena.tokens, silent=False)
    load = Load([Scenario("order", 1.0, shoppers.buy)], visits_per_s=12.0)
    try:
        async with Run(arena.status.gateway_url, load) as run:
            driving = asyncio.create_task(run.drive())
            await asyncio.sleep(1.0)
            everything = arena.processes()
            supervisor = arena.fork_server().parent()
            assert supervisor is not None
            assert len(everything) > 5
            supervisor.send_signal(signal.SIGKILL)
            assert await gone(everything)
            driving.cancel()
            await asyncio.gather(driving, return_exceptions=True)
        assert shoppers.promises.accepted
        assert not arena.runtime.status("crash").up
    finally:
        await arena.close()


async def gone(processes: list[psutil.Process]) -> bool:
    deadline = time.monotonic() + 5.0
    while time.monotonic() < deadline:
        if not any(process.is_running() and not zombie(process) for process in processes):
            return True
        await asyncio.sleep(0.05)
    return False


def zombie(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
