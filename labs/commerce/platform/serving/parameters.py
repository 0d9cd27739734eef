"""What a request says outside its path and body: each kind can be read, and told by OpenAPI."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from starlette.requests import Request

from labs.commerce.platform.errors import InvalidError

_CHOICES_MAX = 20
_DIGITS_MAX = 9
"""Of a number that certainly fits the database's type."""


class Parameter(Protocol):
    """Something with a name that a request may carry."""

    @property
    def name(self) -> str:
        """As it is written."""
        ...

    @property
    def place(self) -> str:
        """`query` or `header`."""
        ...

    @property
    def required(self) -> bool:
        """Whether a request must carry it."""
        ...

    @property
    def schema(self) -> Mapping[str, object]:
        """Its values, as JSON Schema."""
        ...


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in the query string, between 0 and `high`."""

    name: str
    default: int
    high: int
    place: ClassVar[str] = "query"
    required: ClassVar[bool] = False

    @property
    def schema(self) -> Mapping[str, object]:
        """Its values."""
        return {"type": "integer", "minimum": 0, "maximum": self.high, "default": self.default}

    def of(self, request: Request) -> int:
        """What the request says.

        Raises:
            InvalidError: that is no such number.
        """
        text = request.query_params.get(self.name)
        if text is None:
            return self.default
        if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX):
            raise InvalidError("not-a-number", field=self.name)
        number = int(text)
        if number > self.high:
            raise InvalidError("out-of-range", field=self.name, low=0, high=self.high)
        return number


@dataclass(frozen=True, slots=True)
class Words:
    """Free text in the query string."""

    name: str
    longest: int = 200
    """Characters."""
    place: ClassVar[str] = "query"
    required: ClassVar[bool] = False

    @property
    def schema(self) -> Mapping[str, object]:
        """Its values."""
        return {"type": "string", "maxLength": self.longest}

    def of(self, request: Request) -> str:
        """What the request says, without the space around it; empty when it says nothing.

        Raises:
            InvalidError: it is too long, or no text.
        """
        return _bounded(self, request.query_params.get(self.name, "").strip())


@dataclass(frozen=True, slots=True)
class Several:
    """Texts in the query string, each in a parameter of this name: of them any will do."""

    name: str
    pattern: str = ""
    """What each must match; empty where anything will do."""
    code: str = ""
    """Of the refusal of what does not match."""
    longest: int = 200
    """Characters of each."""
    place: ClassVar[str] = "query"
    required: ClassVar[bool] = False

    @property
    def schema(self) -> Mapping[str, object]:
        """Its values."""
        pattern = {"pattern": f"^{self.pattern}$"} if self.pattern else {}
        one = {"type": "string", "maxLength": self.longest, **pattern}
        return {"type": "array", "items": one, "maxItems": _CHOICES_MAX}

    def of(self, request: Request) -> tuple[str, ...]:
        """Choices in one order, so that the same ones make the same list.

        Raises:
            InvalidError: there are too many, or one is no such text.
        """
        values = request.query_params.getlist(self.name)
        if len(values) > _CHOICES_MAX:
            raise InvalidError("choices-too-many", limit=_CHOICES_MAX)
        return tuple(sorted({self._checked(value) for value in values}))

    def _checked(self, value: str) -> str:
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise InvalidError(self.code, value=value)
        return _bounded(self, value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words in the query string."""

    name: str
    known: Sequence[str]
    """The first is what counts when the request says nothing."""
    code: str
    """Of the refusal of any other."""
    place: ClassVar[str] = "query"
    required: ClassVar[bool] = False

    @property
    def schema(self) -> Mapping[str, object]:
        """Its values."""
        return {"type": "string", "enum": list(self.known), "default": self.known[0]}

    def of(self, request: Request) -> str:
        """What the request says.

        Raises:
            InvalidError: it is none of the words.
        """
        chosen = request.query_params.get(self.name, self.known[0])
        if chosen not in self.known:
            raise InvalidError(self.code, known=list(self.known))
        return chosen


@dataclass(frozen=True, slots=True)
class Header:
    """Text in a header."""

    name: str
    pattern: str
    """What it must match: a regular expression that OpenAPI's readers understand, too."""
    code: str
    """Of the refusal of anything else."""
    required: bool = False
    place: ClassVar[str] = "header"

    @property
    def schema(self) -> Mapping[str, object]:
        """Its values."""
        return {"type": "string", "pattern": f"^{self.pattern}$"}

    def of(self, request: Request) -> str | None:
        """What the request says; None when it says nothing.

        Raises:
            InvalidError: it does not match.
        """
        value: str | None = request.headers.get(self.name)
        if value is not None and not re.fullmatch(self.pattern, value):
            raise InvalidError(self.code, pattern=self.pattern)
        return value


IDEMPOTENCY_KEY = Header("idempotency-key", "[!-~]{1,255}", "idempotency-key-malformed")
"""Requests with the same key are the same request, however often it comes."""


def _bounded(parameter: Words | Several, value: str) -> str:
    if len(value) > parameter.longest:
        raise InvalidError("query-length", low=0, high=parameter.longest)
    if "\0" in value:  # the one character that no database keeps
        raise InvalidError("null-character")
    return value
