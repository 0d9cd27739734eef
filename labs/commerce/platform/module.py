"""What the host must know to put a module into a deployable."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.routing import Route

from labs.commerce.platform.cache import Cache
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.events import Handler, Outbox
from labs.commerce.platform.messages import Event
from labs.commerce.platform.projections.projection import Projection
from labs.commerce.platform.serving.streaming import Streams
from labs.commerce.platform.telemetry import Log, Metrics
from labs.commerce.platform.telemetry.tracing import Tracer
from labs.commerce.spec import Spec

if TYPE_CHECKING:
    from typing_extensions import TypeForm

T = TypeVar("T")


def schema_of(package: str | None) -> str:
    """The text of `schema.sql` in a module's package."""
    return resources.files(package or "").joinpath("schema.sql").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a module is given to build itself from."""

    database: Database
    outbox: Outbox
    cache: Cache
    clock: Clock
    log: Log
    tracer: Tracer
    streams: Streams
    spec: Spec
    instance: str
    _peer: Callable[[str], Any]
    _participant: Callable[[str], Any]

    def participant(self, module: str, contract: "TypeForm[T]") -> T:
        """Who votes on distributed transactions for a module: the deployable that holds it."""
        del contract
        participant: T = self._participant(module)
        return participant

    def peer(self, module: str, contract: "TypeForm[T]") -> T:
        """Another module: itself where it shares the deployable, else a remote stand-in."""
        del contract
        peer: T = self._peer(module)
        return peer


@dataclass(frozen=True, slots=True)
class Assembly:
    """A built module."""

    service: object
    """Fulfils the module's contract."""
    routes: Sequence[Route] = ()
    """Public HTTP API, relative to the module's prefix."""
    handlers: Mapping[type[Event], Handler] = field(default_factory=dict)
    background: Sequence[Callable[[], Awaitable[None]]] = ()
    """Loops that run for as long as the deployable does."""
    measure: Callable[[Metrics], Awaitable[None]] | None = None
    """Sets the module's gauges when somebody reads them."""
    seed: Callable[[], Awaitable[None]] | None = None
    """Fills the module's tables for the first time, inside a transaction."""
    projection: Projection | None = None
    """Where the module's tables are made of events alone: how to make them anew."""
    opening: Callable[[], Awaitable[None]] | None = None
    """What has to work before the deployable is ready; where it fails, the deployable ends."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the shop, not built yet."""

    name: str
    prefix: str
    """Public HTTP prefix; the gateway routes by the longest."""
    contract: Any
    """The Protocol that peers call."""
    build: Callable[[Parts], Assembly]
    schema: str = ""
    """SQL that creates the module's tables in the module's own schema."""
    problems: Callable[[Spec], Sequence[str]] = lambda _: ()
    """What the module cannot do of what a specification asks of it."""
