"""What a live check drives: ports that the labs fulfil, put together in the composition root."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from generators.render.envoy import Placement
from labs.runtime import Progress, Runtime, Shortage


class Reply(Protocol):
    """One answer that came back through a gateway."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """By lower-case name."""
        ...

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the answer holds
        """The body; an empty object where the gateway itself answered."""
        ...


class Upstream(Protocol):
    """A tiny service that answers with what it was asked."""

    status: int
    """What it answers with."""
    received: list[Any]
    """The requests it saw."""


class Issuer(Protocol):
    """Signs tokens that the stand's gateway can verify."""

    def token(self, claims: Mapping[str, object], lifetime_s: float = 900) -> str:
        """A token with these claims; a negative lifetime makes an expired one."""
        ...


class Stand(Protocol):
    """A running Envoy before upstreams that say who they are."""

    @property
    def issuer(self) -> Issuer:
        """Whose tokens this stand's gateway trusts."""
        ...

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: str = "",
    ) -> Reply:
        """Send one request through the gateway.

        Raises:
            TimeoutError: nothing came back in time.
        """
        ...

    def upstream(self, service: str, version: str = "v1") -> Upstream:
        """One upstream: read what it received, or have it fail."""
        ...


class OpenStand(Protocol):
    """Starts a stand; nothing of it is left when the context ends."""

    def __call__(
        self,
        services: Sequence[str],
        render: Callable[[Placement], Mapping[str, str]],
        *,
        subsets: Sequence[tuple[str, str]] = (),
    ) -> AbstractContextManager[Stand]:
        """Run Envoy from `render`'s files, of which `envoy.yaml` is the bootstrap.

        Raises:
            LabError: Envoy refused the configuration or did not become ready.
        """
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything a live check may use."""

    runtime: Runtime
    open_stand: OpenStand
    on_progress: Callable[[Progress], None] = lambda _: None
    """Hears how the labs of a check come up."""

    def shortages(self) -> Sequence[Shortage]:
        """What this machine lacks; empty when live checks can run."""
        return self.runtime.shortages()


def answered_by(reply: Reply) -> str:
    """The upstream that answered; empty where the gateway itself did."""
    return str(reply.json.get("service", ""))


def told(reply: Reply) -> str:
    """A reply as evidence: `200 from order`."""
    return f"{reply.status} from {answered_by(reply) or 'the gateway itself'}"
