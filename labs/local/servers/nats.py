"""NATS with JetStream: the durable broker."""

from dataclasses import dataclass
from pathlib import Path

from labs.local.binaries import nats_server
from labs.local.ports import LOOPBACK
from labs.local.processes import Command
from labs.local.readiness import line_ready


@dataclass(frozen=True, slots=True)
class Nats:
    """One NATS server whose streams are on disk."""

    port: int
    directory: Path
    log: Path
    name: str = "nats"

    async def prepare(self) -> None:
        """Make the directory of the streams."""
        self.directory.mkdir(mode=0o700)

    def command(self) -> Command:
        """`nats-server` with JetStream."""
        argv = [str(nats_server()), "--addr", LOOPBACK, "--port", str(self.port)]
        return Command([*argv, "--jetstream", "--store_dir", str(self.directory)], self.log)

    async def refusal(self) -> str | None:
        """Ready when it greets: it listens only after the streams are recovered."""
        return await line_ready(LOOPBACK, self.port, b"", "INFO ")

    async def furnish(self) -> None:
        """Streams are made by the services that own them."""
