"""Calling the modules' public HTTP APIs on behalf of a visitor."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from labs.commerce.platform.breaker import Breaker
from labs.commerce.platform.errors import (
    OutcomeUnknownError,
    ShopError,
    UnavailableError,
    domain_error,
)
from labs.commerce.platform.http_client import Answer, AnswerLostError, Channel, NotSentError
from labs.commerce.platform.remote import Failure
from labs.commerce.platform.scope import DEADLINE_MS, REQUEST_ID, current, tightened

T = TypeVar("T")
S = TypeVar("S")

READ_PATIENCE_S, ACT_PATIENCE_S = 1.5, 6.0
"""How long an answer is waited for: what is read can be left out of a page, while a checkout takes
its time. The page's own deadline may be shorter."""

_FAILURES, _OPEN_S = 5, 1.0


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a module's public API."""

    module: str
    method: str
    path: str
    query: Mapping[str, object] = field(default_factory=dict)
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def patience_s(self) -> float:
        """How long its answer is waited for."""
        return READ_PATIENCE_S if self.method == "GET" else ACT_PATIENCE_S

    @property
    def target(self) -> str:
        """Path and query, escaped."""
        given = {name: value for name, value in self.query.items() if value not in (None, "")}
        return quote(self.path) + (f"?{urlencode(given, doseq=True)}" if given else "")


class Backend:
    """The shop behind the pages: an address and a breaker for each module's holder."""

    def __init__(self, peers: Mapping[str, str]) -> None:
        channels = {url: Channel(url) for url in set(peers.values())}
        breakers = {url: Breaker(_FAILURES, _OPEN_S) for url in channels}
        self._lines = {module: (channels[url], breakers[url]) for module, url in peers.items()}

    async def ask(self, call: Call, kind: type[T], token: str = "") -> T:
        """Send a request and read its answer as `kind`.

        Raises:
            DomainError: the module says no.
            UnavailableError: the module certainly did nothing.
            OutcomeUnknownError: whether it did is not known.
        """
        answer = await self._guarded(call, token)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise _refusal(call.module, answer)
        try:
            return msgspec.json.decode(answer.body or b"null", type=kind)
        except msgspec.MsgspecError:
            raise UnavailableError("answer-not-understood", peer=call.module) from None

    async def _guarded(self, call: Call, token: str) -> Answer:
        if call.module not in self._lines:
            raise UnavailableError("peer-without-address", peer=call.module)
        channel, breaker = self._lines[call.module]
        if not breaker.allows():
            raise UnavailableError("breaker-open", peer=call.module)
        try:
            answer = await self._sent(channel, call, token)
        except ShopError:
            breaker.failed()
            raise
        healthy = answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
        breaker.succeeded() if healthy else breaker.failed()
        return answer

    async def _sent(self, channel: Channel, call: Call, token: str) -> Answer:
        """Send it, and a read once more if its connection broke."""
        try:
            return await self._exchange(channel, call, token)
        except OutcomeUnknownError as error:
            if call.method != "GET" or error.code != "answer-lost":
                raise
            return await self._exchange(channel, call, token)

    async def _exchange(self, channel: Channel, call: Call, token: str) -> Answer:
        timeout_s = tightened(call.patience_s)
        if timeout_s <= 0:
            raise UnavailableError("deadline-passed", peer=call.module)
        body = b"" if call.body is None else msgspec.json.encode(call.body)
        headers = {**_context(token, timeout_s), **call.headers}
        try:
            return await channel.request(call.method, call.target, body, headers, timeout_s)
        except NotSentError:
            raise UnavailableError("peer-unreachable", peer=call.module) from None
        except TimeoutError:
            raise OutcomeUnknownError("peer-timed-out", peer=call.module) from None
        except AnswerLostError:
            raise OutcomeUnknownError("answer-lost", peer=call.module) from None


async def otherwise(substitute: S, answer: Awaitable[T]) -> T | S:
    """The answer, or the substitute where the shop gives none: a part of a page may be missing."""
    try:
        return await answer
    except ShopError:
        return substitute


def _context(token: str, timeout_s: float) -> dict[str, str]:
    headers = {REQUEST_ID: current().request_id, DEADLINE_MS: str(int(timeout_s * 1000))}
    return {**headers, "authorization": f"Bearer {token}"} if token else headers


def _refusal(module: str, answer: Answer) -> ShopError:
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return UnavailableError("peer-unavailable", peer=module)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return OutcomeUnknownError("peer-failed", peer=module)
    fault = _fault(answer.body)
    return domain_error(answer.status, *fault)


def _fault(body: bytes) -> tuple[str, Mapping[str, Any]]:
    try:
        error = msgspec.json.decode(body, type=Failure).error
    except msgspec.MsgspecError:
        return "refused", {}
    return error.code, error.params
