"""Valkey: the shop's cache, and the only place where carts are."""

from dataclasses import dataclass
from pathlib import Path

from labs.local.binaries import valkey_server
from labs.local.readiness import line_ready
from labs.supervising.ports import LOOPBACK
from labs.supervising.processes import Command


@dataclass(frozen=True, slots=True)
class Valkey:
    """One Valkey that writes down what it is told: only a crash of the machine costs a second."""

    port: int
    directory: Path
    log: Path
    password: str
    memory_mb: int = 64
    """Above this the keys that would expire first go: counters, then guests' carts."""
    name: str = "valkey"

    @property
    def url(self) -> str:
        """How its users reach it."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    async def prepare(self) -> None:
        """Make its working directory, with the password in it: arguments can be read by all."""
        self.directory.mkdir(mode=0o700)
        self._secrets.write_text(f"requirepass {self.password}\n", encoding="ascii")

    def command(self) -> Command:
        """`valkey-server` with all else said on the command line."""
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
        argv = [str(valkey_server()), str(self._secrets)]
        argv += [word for pair in options.items() for word in pair]
        return Command(argv, self.log)

    async def refusal(self) -> str | None:
        """Ready when a PING is answered: it takes a password before its data is read."""
        request = f"AUTH {self.password}\r\nPING\r\n".encode()
        return await line_ready(LOOPBACK, self.port, request, "+PONG", line=2)

    async def furnish(self) -> None:
        """A cache starts empty."""

    @property
    def _secrets(self) -> Path:
        return self.directory / "valkey.conf"
