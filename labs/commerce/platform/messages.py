"""The bases of everything that crosses a module's boundary; JSON is in camel case."""

from datetime import datetime
from uuid import UUID

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a contract's method takes or gives back."""


class Command(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of a public request: a key it does not know is refused."""


class Nothing(Message, frozen=True):
    """No data."""


class Event(Message, frozen=True, kw_only=True):
    """Something that happened. Its class name is its public name."""


class Envelope(Message, frozen=True, kw_only=True):
    """An event on its way: the outbox, the broker and the inbox know only this."""

    id: UUID
    event: str
    at: datetime
    request_id: str
    data: msgspec.Raw


class Text(Message, frozen=True, kw_only=True):
    """The same text in the shop's two languages."""

    ru: str
    en: str
