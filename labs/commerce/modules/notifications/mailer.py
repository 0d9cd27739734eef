"""Handing letters over by SMTP, and knowing whether they were taken."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiosmtplib

from labs.commerce.platform.crash_points import Place, crash_here

_WITHIN_S = 5.0
_PERMANENT = 500
_SENDER = Address("Shop", "noreply", "shop.example")


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

    def message(self) -> EmailMessage:
        """The letter as RFC 5322 wants it."""
        message = EmailMessage()
        message["Message-ID"] = f"<{self.message_id}>"
        message["From"] = _SENDER
        message["To"] = self.recipient
        message["Subject"] = self.subject
        message.set_content(self.text)
        return message


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
            await self._client.send_message(mail.message())
            crash_here(Place.AFTER_ASKING, "mail")
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _refusal(error.recipients[0].code)
        except aiosmtplib.SMTPResponseException as error:
            return _refusal(error.code)
        except (aiosmtplib.SMTPException, OSError):
            return Outcome.IN_DOUBT
        return Outcome.SENT


def _refusal(code: int) -> Outcome:
    return Outcome.REFUSED if code >= _PERMANENT else Outcome.NOT_SENT
