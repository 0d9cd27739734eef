"""The bases of everything that crosses a module's boundary; JSON is in camel case."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

import msgspec

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""Reads the fields of an event of one version as those of the next."""


class Message(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a contract's method takes or gives back."""


class Command(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of a public request: a key it does not know is refused."""


class Nothing(Message, frozen=True):
    """No data."""


class Event(Message, frozen=True, kw_only=True):
    """Something that happened. Its class name is its public name."""

    VERSION: ClassVar[int] = 1
    """Of the fields; counts from 1."""
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {}
    """By the version that is read: what was written once is never written anew."""

    @property
    def key(self) -> str:
        """What it is about: events of one key are handled in the order of their publication.

        The first field, unless an event says otherwise.
        """
        return str(getattr(self, self.__struct_fields__[0]))


SUBJECTS = "events"
"""The root of every event's subject on the broker: `events.OrderCreated`."""

DEAD = "dead"
"""The root of the dead letters' subjects: `dead.<consumer>.<Event>`."""


class Envelope(Message, frozen=True, kw_only=True):
    """An event on its way: the outbox, the broker and the inbox know only this."""

    id: UUID
    event: str
    version: int = 1
    """Of the event's fields, as they were when it was published."""
    key: str = ""
    at: datetime
    request_id: str
    traceparent: str = ""
    """The trace that the event belongs to."""
    data: msgspec.Raw

    @property
    def subject(self) -> str:
        """Where the broker has it."""
        return f"{SUBJECTS}.{self.event}"


Language = Literal["ru", "en"]
"""What the shop speaks."""


class Text(Message, frozen=True, kw_only=True):
    """The same text in the shop's two languages."""

    ru: str
    en: str
