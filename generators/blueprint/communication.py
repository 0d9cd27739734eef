"""Section `communication`: who calls whom, and what bounds a call."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from decomposer.documents import Model
from generators.blueprint.names import Name

Discovery = Literal["client-side", "server-side", "mesh"]
Style = Literal["sync", "async"]


class Edge(Model):
    """One service depends on another."""

    caller: Name
    callee: Name
    style: Style = "sync"
    timeout_ms: PositiveInt | None = None
    """The caller gives up after this many milliseconds; without it, it waits for ever."""
    retries: Annotated[NonNegativeInt, Field(le=10)] = 0
    """Further attempts after the first."""
    idempotent: bool = False
    """Whether the call can be repeated without a second effect."""


class Breaker(Model):
    """What protects the callers of a service, and the service itself, when it is in trouble."""

    consecutive_failures: PositiveInt = 5
    """So many failures in a row open the breaker."""
    open_ms: PositiveInt = 5_000
    """How long it stays open before one probe is let through."""
    max_connections: PositiveInt = 100
    max_pending_requests: PositiveInt = 50
    max_requests: PositiveInt = 200
    """Requests in flight at once."""


class Communication(Model):
    """How services find and call each other."""

    discovery: Discovery = "server-side"
    edges: tuple[Edge, ...] = ()
    breakers: Mapping[Name, Breaker] = Field(default_factory=dict)
    """By the service that is called."""
