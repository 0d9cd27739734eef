"""The versions of events: what was written in an older one is read as the one of today."""

import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from labs.commerce.platform.messages import Event, Message


class UnknownVersionError(Exception):
    """An event was written in a version that nothing here can read: repeating will not help."""

    def __init__(self, event: str, version: int) -> None:
        self.event = event
        self.version = version
        super().__init__(f"{event} version {version}")


class EventSchema(Message, frozen=True, kw_only=True):
    """What an event looks like."""

    event: str
    version: int
    reads: list[int]
    """Every version that is understood, the oldest first."""
    about: str
    json_schema: dict[str, Any]


def read(kind: type[Event], version: int, data: bytes | msgspec.Raw) -> Event:
    """An event that was written in `version`.

    Raises:
        UnknownVersionError: it is newer than we are, or nobody says how to read it.
        msgspec.ValidationError: its fields are not those of its version.
    """
    if version == kind.VERSION:
        event: Event = _decoder(kind).decode(data)
        return event
    if version > kind.VERSION:
        raise UnknownVersionError(kind.__name__, version)
    fields = msgspec.json.decode(data)
    for older in range(version, kind.VERSION):
        if older not in kind.UPCASTS:
            raise UnknownVersionError(kind.__name__, version)
        fields = kind.UPCASTS[older](fields)
    return msgspec.convert(fields, kind)


def events_of(contract: Any) -> list[type[Event]]:  # noqa: ANN401 - a Protocol is no `type[T]`
    """The events that stand beside a module's contract: those that the module publishes."""
    beside = vars(sys.modules[contract.__module__]).values()
    return [
        kind
        for kind in beside
        if isinstance(kind, type)
        and issubclass(kind, Event)
        and kind.__module__ == contract.__module__
    ]


def schemas(kinds: Iterable[type[Event]]) -> list[EventSchema]:
    """What events look like today, and what of yesterday is still understood."""
    return [
        EventSchema(
            event=kind.__name__,
            version=kind.VERSION,
            reads=_readable(kind),
            about=(kind.__doc__ or "").strip(),
            json_schema=msgspec.json.schema(kind),
        )
        for kind in kinds
    ]


def _readable(kind: type[Event]) -> list[int]:
    oldest = kind.VERSION
    while oldest - 1 in kind.UPCASTS:
        oldest -= 1
    return list(range(oldest, kind.VERSION + 1))


@cache
def _decoder(kind: type[Event]) -> msgspec.json.Decoder[Event]:
    return msgspec.json.Decoder(kind)
