"""The port through which a live check runs an answer; what it drives, and what it sees."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generators.blueprint import Blueprint
from labs.runtime import Shortage


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request to send."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def __str__(self) -> str:
        headers = "".join(f" · {name}: {value}" for name, value in self.headers.items())
        return f"{self.method} {self.path}{headers}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    upstream: str = ""
    """The upstream that answered; empty where the proxy itself did."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def __str__(self) -> str:
        return f"{self.status} from {self.upstream or 'the proxy itself'}"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a proxy's configuration will run: loopback ports and a directory of its own."""

    directory: Path
    listener_port: int
    admin_port: int
    upstreams: Mapping[str, int]
    """Port of each upstream by name."""


class Proxy(Protocol):
    """A running Envoy with upstreams that say who they are."""

    def send(self, requests: Sequence[Request], *, at_once: int = 1) -> Sequence[Reply]:
        """Send requests, `at_once` in flight; the replies come in the order of the requests.

        Raises:
            TimeoutError: the proxy did not answer in time.
        """
        ...


class Shop(Protocol):
    """A running shop, seen through its gateway."""

    url: str
    """The gateway's base URL."""

    def send(self, requests: Sequence[Request], *, at_once: int = 1) -> Sequence[Reply]:
        """Send requests through the gateway, as `Proxy.send` does."""
        ...

    def token(self, *roles: str) -> str:
        """A signed token of a fresh customer who has these roles."""
        ...


class Bench(Protocol):
    """Starts what a live check needs. Whatever it started is gone when the context ends."""

    def shortages(self) -> Sequence[Shortage]:
        """What this machine lacks; empty when live checks can run."""
        ...

    def envoy(
        self, upstreams: Sequence[str], configure: Callable[[Site], Mapping[str, str]]
    ) -> AbstractContextManager[Proxy]:
        """Envoy with `configure`'s files, ready to take requests.

        `configure` returns file names and texts; `envoy.yaml` is the bootstrap.

        Raises:
            LabError: Envoy refused the configuration or did not become ready.
        """
        ...

    def shop(self, blueprint: Blueprint) -> AbstractContextManager[Shop]:
        """The shop of a blueprint, every part ready.

        Raises:
            LabError: something did not become ready.
        """
        ...
