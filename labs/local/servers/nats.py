"""NATS with JetStream: the durable broker."""

from dataclasses import dataclass
from pathlib import Path

from labs.local.binaries import nats_server
from labs.local.readiness import line_ready
from labs.supervising.ports import LOOPBACK
from labs.supervising.processes import Command

_USER = "shop"


@dataclass(frozen=True, slots=True)
class Nats:
    """One NATS server whose streams are on disk."""

    port: int
    directory: Path
    log: Path
    password: str
    name: str = "nats"

    @property
    def url(self) -> str:
        """How its users reach it."""
        return f"nats://{_USER}:{self.password}@{LOOPBACK}:{self.port}"

    async def prepare(self) -> None:
        """Make the directory of the streams, and the password's: arguments can be read by all."""
        self.directory.mkdir(mode=0o700)
        text = f'authorization {{ user: {_USER}, password: "{self.password}" }}\n'
        self._secrets.write_text(text, encoding="ascii")

    def command(self) -> Command:
        """`nats-server` with JetStream."""
        argv = [str(nats_server()), "--config", str(self._secrets)]
        argv += ["--addr", LOOPBACK, "--port", str(self.port)]
        return Command([*argv, "--jetstream", "--store_dir", str(self.directory)], self.log)

    async def refusal(self) -> str | None:
        """Ready when it greets: it listens only after the streams are recovered."""
        return await line_ready(LOOPBACK, self.port, b"", "INFO ")

    async def furnish(self) -> None:
        """Streams are made by the services that own them."""

    @property
    def _secrets(self) -> Path:
        return self.directory / "nats.conf"
