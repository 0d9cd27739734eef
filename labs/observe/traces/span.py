"""A span, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MODULE, PEER, ORDER = "shop.module", "shop.peer.module", "shop.order.id"
"""Attributes: who does it, whose operation is called, for which order."""

Value = str | int | float | bool


class Kind(StrEnum):
    """What a span is to its neighbours, as OpenTelemetry tells it."""

    INTERNAL = "internal"
    SERVER = "server"
    CLIENT = "client"
    PRODUCER = "producer"
    CONSUMER = "consumer"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened within a span: an attempt was repeated."""

    at_ns: int
    name: str
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of work. Times are nanoseconds since the epoch."""

    trace_id: str
    span_id: str
    parent_id: str
    """Empty: the trace begins here."""
    name: str
    kind: Kind
    begin_ns: int
    end_ns: int
    service: str = ""
    """The deployable."""
    instance: str = ""
    error: str = ""
    """What went wrong, as a code; a refusal by the shop's rules is none."""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()

    @property
    def ms(self) -> float:
        """How long it took, in milliseconds."""
        return (self.end_ns - self.begin_ns) / 1e6

    @property
    def module(self) -> str:
        """The module that did it; empty for what is no module's."""
        return str(self.attributes.get(MODULE, ""))

    @property
    def peer(self) -> str:
        """The module that was called; empty where none was."""
        return str(self.attributes.get(PEER, ""))

    @property
    def order(self) -> str:
        """The order it was about; empty where it is not known."""
        return str(self.attributes.get(ORDER, ""))
