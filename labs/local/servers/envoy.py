"""Envoy: the gateway."""

from dataclasses import dataclass
from pathlib import Path

from labs.local.binaries import envoy
from labs.local.readiness import http_ready
from labs.supervising.ports import LOOPBACK
from labs.supervising.processes import Command

_GIVES_BACK = "{memory_allocator_manager: {bytes_to_release: 8388608, memory_release_interval: 1s}}"
"""What a burst of requests took goes back to the system, up to 8 MB a second."""


@dataclass(frozen=True, slots=True)
class Envoy:
    """One Envoy that runs a rendered configuration."""

    port: int
    admin_port: int
    bootstrap: Path
    log: Path
    name: str = "gateway"
    workers: int = 1
    """Threads. One carries some eight thousand requests a second."""

    async def prepare(self) -> None:
        """The configuration is written by whoever rendered it."""

    def command(self) -> Command:
        """`envoy` without hot restart, whose shared memory would outlive a crash."""
        argv = [str(envoy()), "--config-path", str(self.bootstrap), "--disable-hot-restart"]
        argv += ["--concurrency", str(self.workers), "--log-level", "warning"]
        argv += ["--config-yaml", _GIVES_BACK]
        return Command(argv, self.log)

    async def refusal(self) -> str | None:
        """Ready when its own readiness says so: listeners are up, clusters are warm."""
        return await http_ready(LOOPBACK, self.admin_port, "/ready")

    async def furnish(self) -> None:
        """Routes come with the configuration."""
