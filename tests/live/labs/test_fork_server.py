"""The fork server's other end, after a crash in the middle of a word."""

import asyncio
import sys

import pytest

from labs.local.supervisor.fork_server import ForkEvent, ForkServer
from labs.supervising.processes import Command

pytestmark = pytest.mark.live

SPEAKS_WELL_FROM_THE_SECOND_TIME_ON = """
import pathlib, sys
said_before = pathlib.Path(sys.argv[1])
if said_before.exists():
    print('{"started": "order-1", "pid": 7}', flush=True)
    sys.stdin.read()
said_before.touch()
print('{"started": "or', end="", flush=True)
"""


async def test_half_a_line_of_one_that_ended_does_not_spoil_the_words_of_the_next(tmp_path):
    heard: asyncio.Queue[ForkEvent] = asyncio.Queue()
    argv = [sys.executable, "-c", SPEAKS_WELL_FROM_THE_SECOND_TIME_ON, str(tmp_path / "said")]
    forks = ForkServer(Command(argv, tmp_path / "log"), heard.put_nowait)
    forks.spawn()
    assert forks._process is not None
    await asyncio.to_thread(forks._process.wait)  # the loop reads the half line meanwhile
    forks.spawn()
    try:
        assert await asyncio.wait_for(heard.get(), 20) == ForkEvent(started="order-1", pid=7)
    finally:
        forks.stop()
