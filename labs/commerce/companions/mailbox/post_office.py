"""What becomes of a message: read, and filed for each of its recipients."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from labs.commerce.companions.mailbox.store import Arrival, LetterStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.telemetry import Log

LARGEST_BYTES = 256 * 1024
_ACCEPTED = "250 OK"
_TRY_LATER = "451 The letter could not be filed, try again later"


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Files what arrives before it says that it has arrived."""

    letters: LetterStore
    clock: Clock
    log: Log

    async def file(self, sender: str, recipients: Sequence[str], content: bytes) -> str:
        """Answer the end of a message; 4xx when it was not kept, so that the sender tries again."""
        try:
            await self.letters.put(list(self._arrivals(sender, recipients, content)))
        except Exception as error:  # noqa: BLE001 - whatever the database says, nothing was filed
            self.log.warning("letter-not-filed", error=repr(error))
            return _TRY_LATER
        return _ACCEPTED

    def _arrivals(
        self, sender: str, recipients: Sequence[str], content: bytes
    ) -> Iterator[Arrival]:
        """The message once for each recipient."""
        # read as of old: with each header taken apart a letter costs the library six times as much
        message = message_from_bytes(content)
        for recipient in recipients:
            yield Arrival(
                message_id=str(message["Message-ID"] or ""),
                sender=sender,
                recipient=recipient.lower(),
                subject=_words(str(message["Subject"] or "")),
                body=_text(message),
                at=self.clock.now(),
            )


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
