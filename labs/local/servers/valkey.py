"""Valkey: the shop's cache, and the only place where carts are."""

from dataclasses import dataclass
from pathlib import Path

from labs.local.binaries import valkey_server
from labs.local.ports import LOOPBACK
from labs.local.processes import Command
from labs.local.readiness import line_ready


@dataclass(frozen=True, slots=True)
class Valkey:
    """One Valkey that writes down what it is told: only a crash of the machine costs a second."""

    port: int
    directory: Path
    log: Path
    memory_mb: int = 64
    """Above this the keys that would expire first go: counters, then guests' carts."""
    name: str = "valkey"

    async def prepare(self) -> None:
        """Make its working directory."""
        self.directory.mkdir(mode=0o700)

    def command(self) -> Command:
        """`valkey-server` with everything said on the command line."""
        options = {
            "--bind": LOOPBACK,
            "--port": str(self.port),
            "--dir": str(self.directory),
            "--save": "",
            "--appendonly": "yes",
            "--appendfsync": "everysec",
            "--maxmemory": f"{self.memory_mb}mb",
            "--maxmemory-policy": "volatile-ttl",
            "--daemonize": "no",
        }
        argv = [str(valkey_server()), *(word for pair in options.items() for word in pair)]
        return Command(argv, self.log)

    async def refusal(self) -> str | None:
        """Ready when a PING is answered."""
        return await line_ready(LOOPBACK, self.port, b"PING\r\n", "+PONG")

    async def furnish(self) -> None:
        """A cache starts empty."""
