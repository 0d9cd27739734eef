"""Calling the modules' public HTTP APIs on behalf of a visitor."""

from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from labs.commerce.platform.calls.breaker import Breaker
from labs.commerce.platform.calls.client import Answer, AnswerLostError, Channel, NotSentError
from labs.commerce.platform.calls.remote import Failure
from labs.commerce.platform.calls.replicas import Replica, Replicas
from labs.commerce.platform.calls.stream import Stream
from labs.commerce.platform.errors import (
    OutcomeUnknownError,
    ShopError,
    UnavailableError,
    domain_error,
)
from labs.commerce.platform.scope import DEADLINE_MS, REQUEST_ID, current, tightened
from labs.commerce.platform.telemetry.context import headers as trace_headers
from labs.commerce.spec import CallPolicy, Spec

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
    """The shop behind the pages: the replicas of each module's holder."""

    def __init__(self, lines: Mapping[str, Replicas]) -> None:
        self._lines = lines

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

    @asynccontextmanager
    async def listening(self, call: Call, token: str) -> AsyncIterator[Stream]:
        """An answer that goes on, for as long as the block lasts.

        Raises:
            UnavailableError: the module tells nothing now.
        """
        replica = self._replicas(call.module).choose()
        try:
            timeout_s = tightened(call.patience_s)
            stream = await replica.channel.stream(
                call.target, _context(token, timeout_s), timeout_s
            )
        except NotSentError:
            replica.breaker.failed()
            raise UnavailableError("peer-unreachable", peer=call.module) from None
        replica.breaker.succeeded()
        with closing(stream):
            if stream.status != HTTPStatus.OK:
                raise UnavailableError("peer-unavailable", peer=call.module)
            yield stream

    def _replicas(self, module: str) -> Replicas:
        if module not in self._lines:
            raise UnavailableError("peer-without-address", peer=module)
        return self._lines[module]

    async def _guarded(self, call: Call, token: str) -> Answer:
        replicas = self._replicas(call.module)
        chosen = replicas.choose()
        try:
            return await self._asked(chosen, call, token)
        except ShopError as error:
            if not _may_repeat(call, error):
                raise
            return await self._asked(replicas.choose(chosen), call, token)

    async def _asked(self, replica: Replica, call: Call, token: str) -> Answer:
        replica.in_flight += 1
        try:
            answer = await self._exchange(replica.channel, call, token)
        except ShopError:
            replica.breaker.failed()
            raise
        finally:
            replica.in_flight -= 1
        healthy = answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
        replica.breaker.succeeded() if healthy else replica.breaker.failed()
        return answer

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


def lines(spec: Spec) -> dict[str, Replicas]:
    """Every module's replicas; modules that share a deployable share them."""
    holders: dict[tuple[str, ...], Replicas] = {}
    for module in spec.peers:
        urls = spec.addresses(module)
        if urls not in holders:
            most = CallPolicy().breaker.most_at_once
            known = [Replica(Channel(url), Breaker(_FAILURES, _OPEN_S), most) for url in urls]
            holders[urls] = Replicas(module, known)
    return {module: holders[spec.addresses(module)] for module in spec.peers}


async def otherwise(substitute: S, answer: Awaitable[T]) -> T | S:
    """The answer, or the substitute where the shop gives none: a part of a page may be missing."""
    try:
        return await answer
    except ShopError:
        return substitute


def _context(token: str, timeout_s: float) -> dict[str, str]:
    deadline = {DEADLINE_MS: str(int(timeout_s * 1000))}
    headers = {REQUEST_ID: current().request_id, **deadline, **trace_headers()}
    return {**headers, "authorization": f"Bearer {token}"} if token else headers


def _may_repeat(call: Call, error: ShopError) -> bool:
    """Whether asking again does no harm: it never arrived, or it is a read whose line broke."""
    return error.code == "peer-unreachable" or (
        call.method == "GET" and error.code == "answer-lost"
    )


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
