"""The SMTP server (RFC 5321): takes every message, relays none."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from labs.commerce.companions.mailbox.store import Arrival, LetterStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.telemetry import Log

LARGEST_BYTES = 256 * 1024
_ACCEPTED = "250 OK"
_TRY_LATER = "451 The letter could not be filed, try again later"


@dataclass(
    frozen=True
)  # aiosmtpd asks for every member: with slots that fails before Python 3.11.3
class PostOffice:
    """Files what arrives before it says that it has arrived."""

    letters: LetterStore
    clock: Clock
    log: Log

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer the end of a message; 4xx when it was not kept, so that the sender tries again."""
        try:
            await self.letters.put(list(self._arrivals(envelope)))
        except Exception as error:  # noqa: BLE001 - whatever the database says, nothing was filed
            self.log.warning("letter-not-filed", error=repr(error))
            return _TRY_LATER
        return _ACCEPTED

    async def open(self, host: str, port: int) -> None:
        """Listen for as long as the loop runs.

        Raises:
            OSError: somebody else listens there.
        """
        await asyncio.get_running_loop().create_server(self._protocol, host, port)

    def _protocol(self) -> Any:  # noqa: ANN401 - aiosmtpd publishes no types
        return SMTP(self, hostname="mailbox", enable_SMTPUTF8=True, data_size_limit=LARGEST_BYTES)

    def _arrivals(self, envelope: Envelope) -> Iterator[Arrival]:
        """The message once for each recipient."""
        # read as of old: with each header taken apart a letter costs the library six times as much
        message = message_from_bytes(_bytes(envelope.content))
        for recipient in envelope.rcpt_tos:
            yield Arrival(
                message_id=str(message["Message-ID"] or ""),
                sender=str(envelope.mail_from),
                recipient=recipient.lower(),
                subject=_words(str(message["Subject"] or "")),
                body=_text(message),
                at=self.clock.now(),
            )


def _bytes(content: bytes | str | None) -> bytes:
    return content.encode() if isinstance(content, str) else content or b""


def _words(header: str) -> str:
    """A header with its encoded words (RFC 2047) read."""
    return str(policy.default.header_fetch_parse("Subject", header)) if "=?" in header else header


def _text(message: Message) -> str:
    """The plain text of a letter, else its HTML."""
    texts = {part.get_content_type(): part for part in reversed(list(message.walk()))}
    part = texts.get("text/plain") or texts.get("text/html")
    if part is None:
        return ""
    content = part.get_payload(decode=True)
    charset = part.get_content_charset("utf-8")
    return content.decode(charset, "replace") if isinstance(content, bytes) else ""
