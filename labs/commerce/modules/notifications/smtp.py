"""The sender's half of SMTP (RFC 5321); commands leave together where that is taken (RFC 2920)."""

import asyncio
import re
from typing import NamedTuple, Self

_GREETING = 220
_GO_AHEAD = 354
_FAILURE = 400
_US = b"shop.example"
_TOGETHER = "PIPELINING"
_CODE = re.compile("[2-5][0-9]{2}")


class Reply(NamedTuple):
    """What a server answers to a command."""

    code: int
    text: str
    """The last of its lines."""

    @property
    def is_refusal(self) -> bool:
        """Whether the server says no, for now or for good."""
        return self.code >= _FAILURE


class Conversation:
    """A connection to a mail server. Every method raises `OSError` where the server is lost."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._together = False

    @classmethod
    async def begun(cls, host: str, port: int) -> Self:
        """Connect and say hello."""
        conversation = cls(*await asyncio.open_connection(host, port))
        try:
            await conversation._greet()
        except BaseException:
            conversation.close()
            raise
        return conversation

    async def announce(self, sender: str, recipient: str) -> Reply:
        """Say from whom and to whom a message is; unless that is refused, the message is next."""
        option = "" if recipient.isascii() else " SMTPUTF8"
        commands = (f"MAIL FROM:<{sender}>{option}", f"RCPT TO:<{recipient}>", "DATA")
        replies = await self._asked([f"{command}\r\n".encode() for command in commands])
        refusal = next((reply for reply in replies if reply.is_refusal), None)
        if refusal is None:
            return replies[-1]
        await self._forget(replies[-1])
        return refusal

    async def hand_over(self, message: bytes) -> Reply:
        """The message itself, none of whose lines may begin with a dot."""
        self._writer.write(message + b"\r\n.\r\n")
        return await self._heard()

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def _greet(self) -> None:
        """Say hello, and hear what the server offers."""
        greeting = await self._heard()
        if greeting.code != _GREETING:
            raise ConnectionRefusedError(greeting.text)
        self._writer.write(b"EHLO %b\r\n" % _US)
        reply, offers = await self._lines()
        self._together = not reply.is_refusal and _TOGETHER in map(str.upper, offers)

    async def _asked(self, commands: list[bytes]) -> list[Reply]:
        """The answers to commands, up to the first refusal where they do not leave together."""
        if self._together:
            self._writer.write(b"".join(commands))
            return [await self._heard() for _ in commands]
        replies: list[Reply] = []
        for command in commands:
            self._writer.write(command)
            replies.append(await self._heard())
            if replies[-1].is_refusal:
                break
        return replies

    async def _forget(self, last: Reply) -> None:
        """Take back a message of which a part was refused."""
        self._writer.write(b".\r\n" if last.code == _GO_AHEAD else b"RSET\r\n")
        await self._heard()

    async def _heard(self) -> Reply:
        return (await self._lines())[0]

    async def _lines(self) -> tuple[Reply, list[str]]:
        """A reply, and the text of each of its lines."""
        lines: list[str] = []
        while True:
            line = (await self._reader.readline()).decode("utf-8", "replace")
            if not line.endswith("\n") or not _CODE.match(line):
                raise ConnectionAbortedError
            lines.append(line[4:].strip())
            if line[3:4] != "-":
                return Reply(int(line[:3]), lines[-1]), lines
