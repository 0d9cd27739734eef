"""The supervisor is killed while customers order: nothing of the lab outlives it."""

import asyncio
import signal

import psutil
import pytest

from labs.traffic.load import Load, Run, Scenario
from tests.crash.arena import Arena
from tests.crash.cells import ORCHESTRATION
from tests.crash.shoppers import Shoppers
from tests.waiting import until

pytestmark = [pytest.mark.live, pytest.mark.soak]


def test_no_process_outlives_the_supervisor():
    asyncio.run(kill_under_load())


async def kill_under_load() -> None:
    arena = await Arena.open(ORCHESTRATION)
    shoppers = Shoppers(arena.tokens, arena.staff, silent=False)
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
            await until(lambda: not any(map(runs, everything)), 5)
            driving.cancel()
            await asyncio.gather(driving, return_exceptions=True)
        assert shoppers.promises.accepted
        assert not arena.runtime.status("crash").up
    finally:
        await arena.close()


def runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
