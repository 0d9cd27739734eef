"""Events that a module failed to handle: what waits in each deployable, and trying it again."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

import msgspec

from labs.commerce.platform.calls.client import AnswerLostError, Channel, NotSentError
from labs.commerce.platform.calls.remote import INTERNAL_TOKEN
from labs.commerce.platform.errors import NotFoundError, UnavailableError
from labs.commerce.platform.events import deferring
from labs.commerce.platform.serving.operations import OPERATIONS

_PATIENCE_S = 1.5
_LETTERS = f"{OPERATIONS}dead-letters"
_ERROR = re.compile(r"""(\w+)\((?:['"]([a-z0-9]+(?:-[a-z0-9]+)+)(?=['"]| \{))?""")


class DeadLetter(deferring.DeadLetter, frozen=True, kw_only=True):
    """A dead letter as staff see it."""

    @property
    def reason(self) -> str:
        """What went wrong: the error's kind and code, and nothing of what it was about."""
        known = _ERROR.match(self.error)
        return " ".join(filter(None, known.groups())) if known else ""


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """What waits, the oldest first, and the deployables that did not say."""

    letters: list[DeadLetter]
    silent: list[str]
    """A module of each."""


class DeadLetterOffice:
    """Asks every deployable about its dead letters, as whoever runs it."""

    def __init__(self, peers: Mapping[str, str], internal_token: str) -> None:
        self._holders: dict[str, str] = {}
        for module, url in peers.items():
            self._holders.setdefault(url, module)
        self._channels = {url: Channel(url) for url in self._holders}
        self._peers = peers
        self._headers = {INTERNAL_TOKEN: internal_token}

    async def look(self) -> DeadLetters:
        """All dead letters of the shop."""
        urls = list(self._holders)
        told = await asyncio.gather(*map(self._letters, urls))
        found = [letter for letters in told for letter in letters or ()]
        silent = [
            self._holders[url] for url, known in zip(urls, told, strict=True) if known is None
        ]
        return DeadLetters(sorted(found, key=lambda letter: letter.at), sorted(silent))

    async def replay(self, consumer: str, event_id: UUID) -> None:
        """Have one tried again.

        Raises:
            NotFoundError: no module is called like that.
            UnavailableError: its deployable does not answer.
        """
        if consumer not in self._peers:
            raise NotFoundError("no-such-page")
        body = {"consumer": consumer, "eventId": event_id}
        if await self._ask(self._peers[consumer], "POST", "/replay", body) is None:
            raise UnavailableError("peer-unavailable", peer=consumer)

    async def replay_all(self) -> None:
        """Have all of them tried again, wherever somebody answers."""
        await asyncio.gather(*(self._ask(url, "POST", "/replay", {}) for url in self._holders))

    async def _letters(self, url: str) -> list[DeadLetter] | None:
        answer = await self._ask(url, "GET", "", None)
        return None if answer is None else msgspec.json.decode(answer, type=list[DeadLetter])

    async def _ask(self, url: str, method: str, path: str, body: object) -> bytes | None:
        sent = b"" if body is None else msgspec.json.encode(body)
        try:
            answer = await self._channels[url].request(
                method, f"{_LETTERS}{path}", sent, self._headers, _PATIENCE_S
            )
        except (NotSentError, AnswerLostError, TimeoutError):
            return None
        return answer.body if answer.status == HTTPStatus.OK else None
