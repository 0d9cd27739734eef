"""Short commands: what they are told, and what is told of their end."""

import sys

import pytest

from labs.local.commands import run
from labs.local.errors import CommandFailedError

REPEATS = [sys.executable, "-c", "import sys; print(sys.stdin.read()); sys.exit(3)"]
CLOSES_ITS_EARS = [sys.executable, "-c", "import os, sys; os.close(0); open(sys.argv[1], 'w')"]


async def test_what_is_said_to_a_command_reaches_it_and_is_no_argument():
    with pytest.raises(CommandFailedError) as failed:
        await run(REPEATS, said="a password")
    assert failed.value.params["status"] == 3
    assert failed.value.params["output"] == "a password"


async def test_a_command_that_does_not_listen_may_still_succeed(tmp_path):
    await run([*CLOSES_ITS_EARS, str(tmp_path / "done")], said="x" * 1_000_000)
    assert (tmp_path / "done").exists()
