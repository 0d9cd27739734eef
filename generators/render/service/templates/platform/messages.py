"""The bases of everything that crosses the service's boundary; JSON is in camel case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel


class Message(BaseModel):
    """What is given back, asked of a peer or heard: unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, validate_by_name=True)

    def json_bytes(self) -> bytes:
        """As it goes over the wire."""
        return self.model_dump_json(by_alias=True).encode()


class Command(Message):
    """The body of a public request: a field it does not know is refused."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _without_null_characters(cls, data: Any) -> Any:  # not checked yet
        if _holds_null_character(data):
            msg = "no database keeps the null character"
            raise ValueError(msg)
        return data


class Nothing(Message):
    """No data."""


class Event(Message):
    """Something that happened. Its class name is its public name."""

    @property
    def key(self) -> str:
        """What it is about: events of one key keep their order."""
        return str(getattr(self, next(iter(type(self).model_fields))))


class Envelope(Message):
    """An event on its way: the outbox, the broker and the inbox know only this."""

    id: UUID
    event: str
    version: int = 1
    key: str = ""
    at: datetime
    request_id: str
    traceparent: str = ""
    data: dict[str, Any]


def _holds_null_character(data: object) -> bool:
    if isinstance(data, str):
        return "\0" in data
    if isinstance(data, dict):
        return any(_holds_null_character(each) for each in (*data, *data.values()))
    return isinstance(data, list) and any(map(_holds_null_character, data))
