"""What a lab must know of a server to run it."""

from typing import Protocol

from labs.supervising.processes import Command


class Server(Protocol):
    """One server. After a crash it is started again with the same command, on the same data."""

    @property
    def name(self) -> str:
        """How the lab calls it: `postgres`, `valkey`, `nats`, `gateway`."""
        ...

    @property
    def port(self) -> int:
        """Where it listens on loopback."""
        ...

    async def prepare(self) -> None:
        """Lay out what the first start needs.

        Raises:
            LabError: it cannot be laid out.
        """
        ...

    def command(self) -> Command:
        """The program to run."""
        ...

    async def refusal(self) -> str | None:
        """Why it does not serve yet; None when it does."""
        ...

    async def furnish(self) -> None:
        """Put in what its users need, once it serves for the first time.

        Raises:
            LabError: it did not take it.
        """
        ...
