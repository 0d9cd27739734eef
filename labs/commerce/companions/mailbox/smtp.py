"""The SMTP server (RFC 5321): takes every message, relays none. Commands may come together."""

import asyncio
import re
from dataclasses import dataclass, field

from labs.commerce.companions.mailbox.post_office import LARGEST_BYTES, PostOffice

_OFFERS = ("mailbox", "PIPELINING", "8BITMIME", "SMTPUTF8", f"SIZE {LARGEST_BYTES}")
_HELLO = "250-" + "\r\n250-".join(_OFFERS[:-1]) + f"\r\n250 {_OFFERS[-1]}"
_READY, _DONE, _BYE = "220 mailbox", "250 OK", "221 Bye"
_GO_AHEAD = "354 Go ahead, a line with nothing but a dot ends it"
_UNKNOWN = "500 That is no command"
_NO_PATH = "501 That is no address"
_NOT_NOW = "503 Say first from whom and to whom"
_TOO_LARGE = "552 That is more than is taken"

_PATH = re.compile(r"(?:FROM|TO):\s*<([^<>\s]*)>.*", re.IGNORECASE)
_END = b".\r\n"


async def listen(office: PostOffice, host: str, port: int) -> None:
    """Listen for as long as the loop runs.

    Raises:
        OSError: somebody else listens there.
    """

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Visit(office, reader, writer).serve()
        except (OSError, EOFError):
            return  # they hung up
        finally:
            writer.close()

    await asyncio.start_server(receive, host, port, limit=LARGEST_BYTES)


class _TooLargeError(Exception):
    """More came than is taken."""


@dataclass(slots=True)
class _Visit:
    """One connection: any number of messages, one after the other."""

    office: PostOffice
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)

    async def serve(self) -> None:
        """Answer commands until they say goodbye, or hang up."""
        self._say(_READY)
        answer = ""
        while answer not in (_BYE, _TOO_LARGE):
            try:
                answer = await self._answer(await self.reader.readuntil(b"\n"))
            except (_TooLargeError, asyncio.LimitOverrunError):
                answer = _TOO_LARGE
            self._say(answer)
        await self.writer.drain()

    async def _answer(self, line: bytes) -> str:
        verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
        match verb.upper():
            case "EHLO" | "HELO" | "RSET" as hello:
                self._begin(None)
                return _HELLO if hello == "EHLO" else _DONE
            case "MAIL" | "RCPT" as envelope:
                return self._addressed(envelope, rest)
            case "DATA":
                return await self._taken()
            case "NOOP":
                return _DONE
            case "QUIT":
                return _BYE
            case _:
                return _UNKNOWN

    def _begin(self, sender: str | None) -> None:
        self.sender, self.recipients = sender, []

    def _addressed(self, verb: str, rest: str) -> str:
        """From whom a message is, or to whom as well."""
        path = _PATH.fullmatch(rest)
        if path is None:
            return _NO_PATH
        if verb == "MAIL":
            self._begin(path[1])
        elif self.sender is None:
            return _NOT_NOW
        else:
            self.recipients.append(path[1])
        return _DONE

    async def _taken(self) -> str:
        """Take a message, and say so once it is kept."""
        if self.sender is None or not self.recipients:
            return _NOT_NOW
        self._say(_GO_AHEAD)
        content = await self._content()
        answer = await self.office.file(self.sender, self.recipients, content)
        self._begin(None)
        return answer

    async def _content(self) -> bytes:
        content = b""
        while content != _END and not content.endswith(b"\r\n" + _END):
            content += await self.reader.readuntil(_END)
            if len(content) > LARGEST_BYTES:
                raise _TooLargeError
        # a dot that begins a line came as two
        return (b"\r\n" + content.removesuffix(_END)).replace(b"\r\n..", b"\r\n.")[2:]

    def _say(self, answer: str) -> None:
        self.writer.write(f"{answer}\r\n".encode())
