"""A server that runs as our own child."""

import os
import signal
import subprocess
from contextlib import suppress

from labs.local.servers import Server
from labs.local.supervisor.part import Listener, ManagedPart, wait_until_ready
from labs.runtime import State
from labs.supervising.errors import PartEndedError, PortBusyError
from labs.supervising.logs import last_line
from labs.supervising.ports import is_free
from labs.supervising.processes import spawn


class ServerProcess(ManagedPart):
    """One server, its process, and whether its data is laid out."""

    def __init__(self, server: Server, changed: Listener) -> None:
        super().__init__(server.name, f"127.0.0.1:{server.port}", changed)
        self._server = server
        self._process: subprocess.Popen[bytes] | None = None
        self._furnished = False

    async def start(self, within_s: float) -> None:
        """Lay out its data the first time, run it, wait, put in what its users need."""
        self.enter(State.STARTING)
        if not self._furnished:
            await self._server.prepare()
        command = self._server.command()
        self._process = process = spawn(command)
        self.pid = process.pid
        try:
            await wait_until_ready(
                self.name,
                self._server.refusal,
                process.poll,
                lambda: last_line(command.log),
                within_s,
            )
        except PartEndedError as error:
            if is_free(self._server.port):
                raise
            raise PortBusyError(self.name, self._server.port) from error
        if not self._furnished:
            await self._server.furnish()
            self._furnished = True
        self.enter(State.READY)

    def has_ended(self) -> bool:
        """Whether the process is gone; reaps it."""
        if self._process is None or self._process.poll() is None:
            return False
        self._process, self.pid = None, 0
        return True

    def stop(self) -> None:
        """Ask it to end. A frozen one cannot hear, so it is woken first."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGCONT)
                self._process.send_signal(self._server.command().stop_signal)
