"""Calls to other services: a deadline, retries where they are safe, a breaker for each peer."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar

import httpx
from pydantic import ValidationError

from .errors import OutcomeUnknownError, ServiceError, UnavailableError, refusal
from .messages import Message
from .metrics import Metrics
from .scope import DEADLINE_MS, REQUEST_ID, current, tightened
from .tracing import outgoing
from .transactions import open_transaction

INTERNAL_TOKEN = "x-internal-token"  # noqa: S105 - a header's name
_FIRST_PAUSE_S = 0.02

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Policy:
    """How a peer is called, as the blueprint's edge says."""

    timeout_ms: int | None
    """The caller gives up after this; without it, it waits for ever."""
    attempts: int = 1
    """At most so many, where a call can be repeated without a second effect."""
    failures: int = 5
    """So many in a row open the breaker."""
    open_ms: int = 1000
    """How long it stays open before one call is let through as a probe."""


@dataclass(slots=True)
class Breaker:
    """Spares a peer that fails, and those who would wait for it."""

    policy: Policy
    failed: int = 0
    opened_at: float = 0.0

    def refuses(self) -> bool:
        """Whether to fail at once; one call in each period is let through as a probe."""
        if self.failed < self.policy.failures:
            return False
        if time.monotonic() - self.opened_at < self.policy.open_ms / 1000:
            return True
        self.opened_at = time.monotonic()
        return False

    def note(self, *, well: bool) -> None:
        """What became of a call."""
        self.failed = 0 if well else self.failed + 1
        if self.failed == self.policy.failures:
            self.opened_at = time.monotonic()


@dataclass(slots=True)
class Peer:
    """One service that is called."""

    name: str
    client: httpx.AsyncClient
    policy: Policy
    internal_token: str
    metrics: Metrics
    breaker: Breaker = field(init=False)

    def __post_init__(self) -> None:
        self.breaker = Breaker(self.policy)

    async def ask(
        self, operation: str, message: Message, answer: type[M], *, idempotent: bool
    ) -> M:
        """Call `module/method` at the peer.

        Raises:
            DomainError: the peer's rules say no.
            UnavailableError: the peer certainly did nothing.
            OutcomeUnknownError: the peer may have acted.
        """
        if open_transaction() is not None:
            msg = f"{self.name} is called inside a transaction, which would stay open meanwhile"
            raise RuntimeError(msg)
        attempt = 1
        while True:
            try:
                return answer.model_validate_json(await self._attempt(operation, message))
            except (UnavailableError, OutcomeUnknownError) as error:
                safe = idempotent or isinstance(error, UnavailableError)
                if not safe or attempt >= self.policy.attempts:
                    raise
            except ValidationError:
                raise OutcomeUnknownError("answer-malformed", peer=self.name) from None
            await asyncio.sleep(random.uniform(0, _FIRST_PAUSE_S * 2**attempt))  # noqa: S311 - jitter
            attempt += 1

    async def _attempt(self, operation: str, message: Message) -> bytes:
        if self.breaker.refuses():
            self._count("cut-off")
            raise UnavailableError("peer-unavailable", peer=self.name)
        try:
            response = await self._exchange(operation, message)
        except ServiceError:
            self._note(well=False)
            raise
        well = response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        self._note(well=well)
        if not well:
            raise self._failure(response.status_code)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            fault = response.json()["error"]
            raise refusal(response.status_code, fault["code"], fault.get("params", {}))
        return response.content

    async def _exchange(self, operation: str, message: Message) -> httpx.Response:
        timeout_s = tightened(None if self.policy.timeout_ms is None else self._timeout_s())
        headers = {
            "content-type": "application/json",
            INTERNAL_TOKEN: self.internal_token,
            REQUEST_ID: current().request_id,
            **outgoing(),
        }
        if timeout_s is not None:
            headers[DEADLINE_MS] = str(max(1, int(timeout_s * 1000)))
        try:
            async with asyncio.timeout(timeout_s):
                return await self.client.post(
                    f"/_rpc/{operation}", content=message.json_bytes(), headers=headers
                )
        except httpx.ConnectError:
            raise UnavailableError("peer-unreachable", peer=self.name) from None
        except (TimeoutError, httpx.TransportError):
            raise OutcomeUnknownError("peer-in-doubt", peer=self.name) from None

    def _timeout_s(self) -> float:
        return (self.policy.timeout_ms or 0) / 1000

    def _failure(self, status: int) -> ServiceError:
        """A 503 says that nothing was done; any other failure leaves that open."""
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            return UnavailableError("peer-unavailable", peer=self.name)
        return OutcomeUnknownError("peer-failed", peer=self.name, status=status)

    def _note(self, *, well: bool) -> None:
        self.breaker.note(well=well)
        self._count("answered" if well else "failed")

    def _count(self, outcome: str) -> None:
        self.metrics.calls.labels(self.name, outcome).inc()
        is_open = self.breaker.failed >= self.policy.failures
        self.metrics.breakers.labels(self.name).set(2 if is_open else 0)


class Peers:
    """All services that are called."""

    def __init__(
        self,
        urls: Mapping[str, str],
        policies: Mapping[str, Policy],
        internal_token: str,
        metrics: Metrics,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._peers = {
            name: Peer(
                name,
                httpx.AsyncClient(base_url=url, timeout=None, transport=transport),  # noqa: S113 - `_exchange` bounds it
                policies[name],
                internal_token,
                metrics,
            )
            for name, url in urls.items()
        }

    def __getitem__(self, name: str) -> Peer:
        """The peer of that name."""
        return self._peers[name]

    async def close(self) -> None:
        """Let go of every connection."""
        for peer in self._peers.values():
            await peer.client.aclose()
