"""One replica's process: log file, death signal, event loop, HTTP server."""

import asyncio
import ctypes
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from socket import socket
from types import FrameType
from typing import Any

import uvicorn
import uvicorn.lifespan.off  # loaded before any fork, as is all that a server needs
import uvloop

from labs.commerce.host import Host
from labs.commerce.platform import crash_points
from labs.commerce.platform.serving.protocol import Protocol
from labs.commerce.platform.telemetry.libraries import speak_through
from labs.commerce.platform.telemetry.log import Log

_PR_SET_PDEATHSIG = 1
_M_MMAP_THRESHOLD = -3
_GIVEN_BACK_BYTES = 1 << 20
_YOUNG_OBJECTS = 5_000
"""As many are made before the collector looks for cycles among them: most go without it."""
_STOP_S = 1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
"""Loaded before any fork: after one, loading a library is not safe."""


def run(
    host: Host,
    launcher_pid: int,
    started: Callable[[], None] = lambda: None,
    armed: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve a host's deployable until told to stop. Called in a fresh child, from its main thread.

    `started` is called once it can do its work.

    Standard input says where it is to crash, if it is; `armed` hears what was taken up.
    """
    die_with(launcher_pid)
    # Linux shares the cores out between sessions first, and each of PostgreSQL's connections has
    # one: in one together, all replicas would get as little as a single connection
    with suppress(PermissionError):  # what runs it in a container gave it one
        os.setsid()
    _give_back_memory()
    gc.set_threshold(_YOUNG_OBJECTS)
    _redirect(host.deployable.log)
    speak_through(Log(host.deployable.instance))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(host, started, armed))


def die_with(launcher_pid: int) -> None:
    """Have the kernel end this process when the launcher ends, however that ends."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != launcher_pid:
        os._exit(1)


def _give_back_memory() -> None:
    """Have large blocks returned to the system: a password's hash takes 19 MB for 20 ms.

    Left to itself the C library keeps them after the first.
    """
    mallopt = getattr(_libc, "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _GIVEN_BACK_BYTES)


def _redirect(log: str) -> None:
    """Send standard output and error to the replica's log."""
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if log else 2
    os.dup2(target, 1)
    os.dup2(target, 2)


class _Server(uvicorn.Server):
    """Serves on for a while after it was told to stop, so that nobody is sent here any more."""

    def __init__(self, drain: Callable[[], None], drain_s: float, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._drain = drain
        self._drain_s = drain_s
        self.listening: Callable[[], None] = lambda: None
        """Called once it takes connections."""

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._drain()
        if self._drain_s:
            loop = asyncio.get_running_loop()
            loop.call_later(self._drain_s, super().handle_exit, sig, frame)
        else:
            super().handle_exit(sig, frame)


async def _serve(host: Host, started: Callable[[], None], armed: Callable[[str], None]) -> None:
    crash_points.listen(0, armed)
    deployable = host.deployable
    server = _Server(
        host.drain,
        host.spec.drain_ms / 1000,
        uvicorn.Config(
            host.application,
            host=deployable.listen or deployable.host,
            port=deployable.port,
            http=Protocol,
            ws="none",
            loop="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            backlog=1024,
            timeout_graceful_shutdown=_STOP_S,
            timeout_keep_alive=75,
        ),
    )
    async with _running(host) as starting:
        server.listening = lambda: starting.add_done_callback(lambda _: started())
        await server.serve()
    if not server.started:
        sys.exit(1)


@asynccontextmanager
async def _running(host: Host) -> AsyncIterator["asyncio.Task[Any]"]:
    """Start the host beside the server, so that `/health` answers while `/ready` does not yet."""
    starting: asyncio.Task[Any] = asyncio.create_task(host.start())
    starting.add_done_callback(_exit_when_failed)
    try:
        yield starting
    finally:
        starting.cancel()
        await host.stop()


def _exit_when_failed(starting: "asyncio.Task[Any]") -> None:
    if not starting.cancelled() and starting.exception() is not None:
        error = starting.exception()
        sys.stderr.write(f"cannot start: {error!r}\n")
        sys.stderr.flush()
        os._exit(1)
