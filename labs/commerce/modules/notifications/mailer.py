"""Handing letters over by SMTP, and knowing whether they were taken."""

from base64 import b64encode, encodebytes
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiosmtplib

from labs.commerce.platform.crash_points import Place, crash_here

_WITHIN_S = 5.0
_PERMANENT = 500
_PART = 11
"""Characters that fit an encoded word of 75, however many bytes each takes."""
_SENDER = "noreply@shop.example"


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
        return "\r\n".join(headers).encode() + b"\r\n\r\n" + encodebytes(self.text.encode())


class Mailer:
    """One connection, for a batch of letters; a context manager that closes it."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._client = aiosmtplib.SMTP(
            hostname=address.hostname,
            port=address.port,
            timeout=_WITHIN_S,
            use_tls=False,
            start_tls=False,
        )

    async def connect(self) -> None:
        """Say hello.

        Raises:
            aiosmtplib.SMTPException: the server is away; nothing was sent.
        """
        await self._client.connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        self._client.close()

    async def send(self, mail: Mail) -> Outcome:
        """Hand over one letter."""
        if not self._client.is_connected:
            return Outcome.NOT_SENT
        try:
            options = () if mail.recipient.isascii() else ("SMTPUTF8",)
            await self._client.sendmail(
                _SENDER, [mail.recipient], mail.message(), mail_options=options
            )
            crash_here(Place.AFTER_ASKING, "mail")
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _refusal(error.recipients[0].code)
        except aiosmtplib.SMTPResponseException as error:
            return _refusal(error.code)
        except (aiosmtplib.SMTPException, OSError):
            return Outcome.IN_DOUBT
        return Outcome.SENT


def _words(text: str) -> str:
    """Text in a header: as it is, or as RFC 2047 has it where it is not plain.

    Somebody's name is part of it: a line break in it must begin no header of its own.
    """
    if text.isascii() and text.isprintable():
        return text
    parts = (text[place : place + _PART] for place in range(0, len(text), _PART))
    return "\r\n ".join(f"=?utf-8?b?{b64encode(part.encode()).decode()}?=" for part in parts)


def _refusal(code: int) -> Outcome:
    return Outcome.REFUSED if code >= _PERMANENT else Outcome.NOT_SENT
