"""Handing letters over by SMTP, and knowing whether they were taken."""

import asyncio
from base64 import b64encode, encodebytes
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from labs.commerce.modules.notifications.smtp import Conversation
from labs.commerce.platform.crash_points import Place, crash_here

_WITHIN_S = 5.0
_PORT = 25
_PERMANENT = 500
_PART = 11
"""Characters that fit an encoded word of 75, however many bytes each takes."""
_SENDER = "noreply@shop.example"
_UNFIT = frozenset("<> ")


class Outcome(StrEnum):
    """What became of a letter."""

    SENT = "SENT"
    REFUSED = "REFUSED"
    """The server will not take it, however often it is asked."""
    NOT_SENT = "NOT_SENT"
    """The server certainly did not take it; it may later."""
    IN_DOUBT = "IN_DOUBT"
    """The answer got lost: the letter may be there."""
    UNWANTED = "UNWANTED"
    """The customer prefers not to get any."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter with an address on it."""

    message_id: str
    """Without angle brackets; the same for every attempt, so that a double can be told."""
    recipient: str
    subject: str
    text: str

    @property
    def is_addressed(self) -> bool:
        """Whether the address says nothing but an address: it becomes a part of a command."""
        return self.recipient.isprintable() and _UNFIT.isdisjoint(self.recipient)

    def message(self) -> bytes:
        """The letter as RFC 5322 wants it.

        Written down: the library takes longer to compose one than the shop takes for a whole read.
        """
        headers = [
            f"Message-ID: <{self.message_id}>",
            f"From: Shop <{_SENDER}>",
            f"To: {self.recipient}",
            f"Subject: {_words(self.subject)}",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        text = encodebytes(self.text.encode()).strip().replace(b"\n", b"\r\n")
        return "\r\n".join(headers).encode() + b"\r\n\r\n" + text


class Mailer:
    """One connection, for a batch of letters; a context manager that closes it."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._host, self._port = address.hostname or "", address.port or _PORT
        self._server: Conversation | None = None

    async def connect(self) -> None:
        """Say hello.

        Raises:
            OSError: the server is away; nothing was sent.
        """
        async with asyncio.timeout(_WITHIN_S):
            self._server = await Conversation.begun(self._host, self._port)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        self._hang_up()

    async def send(self, mail: Mail) -> Outcome:
        """Hand over one letter."""
        if self._server is None:
            return Outcome.NOT_SENT
        if not mail.is_addressed:
            return Outcome.REFUSED
        lost = Outcome.NOT_SENT
        try:
            async with asyncio.timeout(_WITHIN_S):
                answer = await self._server.announce(_SENDER, mail.recipient)
                if not answer.is_refusal:
                    lost = Outcome.IN_DOUBT
                    answer = await self._server.hand_over(mail.message())
        except OSError:  # a timeout is one
            self._hang_up()
            return lost
        if answer.is_refusal:
            return Outcome.REFUSED if answer.code >= _PERMANENT else Outcome.NOT_SENT
        crash_here(Place.AFTER_ASKING, "mail")
        return Outcome.SENT

    def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


def _words(text: str) -> str:
    """Text in a header: as it is, or as RFC 2047 has it where it is not plain.

    Somebody's name is part of it: a line break in it must begin no header of its own.
    """
    if text.isascii() and text.isprintable():
        return text
    parts = (text[place : place + _PART] for place in range(0, len(text), _PART))
    return "\r\n ".join(f"=?utf-8?b?{b64encode(part.encode()).decode()}?=" for part in parts)
