"""Short commands that prepare a server."""

import asyncio
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from labs.local.errors import CommandFailedError
from labs.supervising.account import Account
from labs.supervising.processes import adopt


async def run(argv: Sequence[str], account: Account | None = None, *, said: str = "") -> None:
    """Run a command to its end. What is `said` to it stays out of the list of processes.

    Raises:
        CommandFailedError: it ended with a status other than 0; carries what it said.
    """
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=adopt(account),
        cwd="/",
        # not ours: PGOPTIONS and the like would reach psql, a locale would change its words
        env={"PATH": os.defpath, "LC_ALL": "C"},
    )
    try:
        output, _ = await process.communicate(said.encode())
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        raise
    if process.returncode:
        text = output.decode(errors="replace").strip()
        last = text.splitlines()[-1] if text else ""
        raise CommandFailedError(Path(argv[0]).name, process.returncode, last)
