"""A contract fulfilled over the network: deadline, breaker, bulkhead, retries within a budget."""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from labs.commerce.platform.calls.client import Answer, AnswerLostError, NotSentError
from labs.commerce.platform.calls.contract import Operation, operations
from labs.commerce.platform.calls.replicas import NobodyError, Replica, Replicas
from labs.commerce.platform.calls.retry_budget import RetryBudget
from labs.commerce.platform.database import Remote, open_transaction
from labs.commerce.platform.errors import (
    OutcomeUnknownError,
    Param,
    PeerInDoubtError,
    PeerUnavailableError,
    RemoteCallInTransactionError,
    ShopError,
    UnavailableError,
    domain_error,
)
from labs.commerce.platform.scope import DEADLINE_MS, HOPS, REQUEST_ID, current, tightened
from labs.commerce.platform.telemetry import Metrics
from labs.commerce.platform.telemetry.context import headers as trace_headers
from labs.commerce.platform.telemetry.tracing import note

if TYPE_CHECKING:
    from typing_extensions import TypeForm

    from labs.commerce.spec import CallPolicy

T = TypeVar("T")

INTERNAL_TOKEN = "x-internal-token"  # noqa: S105 - a header's name
FAULT = "x-fault"
BEYOND = "beyond"
"""The value of `FAULT` where the one who answers is well, and somebody behind it is not."""
_FIRST_PAUSE_S = 0.02


class Fault(msgspec.Struct, frozen=True):
    """The `error` part of an answer that is not a success."""

    code: str
    params: dict[str, Param] = {}


class Failure(msgspec.Struct, frozen=True):
    """The body of an answer that is not a success."""

    error: Fault


_decode_failure = msgspec.json.Decoder(Failure).decode


@dataclass(slots=True)
class Line:
    """Everything needed to call one module in another deployable."""

    module: str
    replicas: Replicas
    policy: "CallPolicy"
    internal_token: str
    metrics: Metrics
    budget: RetryBudget = field(default_factory=RetryBudget)

    async def call(self, operation: Operation, message: object) -> Any:  # noqa: ANN401 - the contract types it
        """Call `operation`, repeating it where that is safe and time remains.

        Raises:
            DomainError: the peer's answer.
            UnavailableError: the peer certainly did nothing.
            OutcomeUnknownError: the peer may have acted.
        """
        if open_transaction() is not None:
            raise RemoteCallInTransactionError(f"{self.module}.{operation.name}")
        body = msgspec.json.encode(message)
        self.budget.earn()
        doubt: OutcomeUnknownError | None = None
        replica: Replica | None = None
        for attempt in itertools.count():
            try:
                replica = self._choose(replica)
                return await self._attempt(replica, operation, body)
            except (UnavailableError, OutcomeUnknownError) as error:
                doubt = error if isinstance(error, OutcomeUnknownError) else doubt
                pause = random.uniform(0, _FIRST_PAUSE_S * 2**attempt)  # noqa: S311 - jitter
                if not self._may_repeat(operation, error, attempt, pause):
                    # one attempt that may have worked leaves the whole call in doubt
                    raise doubt or error from None
            self.metrics.count("shop_remote_retries_total", peer=self.module)
            note("repeated", attempt=attempt + 2)
            await asyncio.sleep(pause)
        raise AssertionError  # `count` never ends

    def _choose(self, tried: Replica | None) -> Replica:
        try:
            return self.replicas.choose(tried)
        except NobodyError:
            self.metrics.count("shop_remote_calls_total", peer=self.module, outcome="cut-off")
            raise

    def _may_repeat(
        self, operation: Operation, error: ShopError, attempt: int, pause_s: float
    ) -> bool:
        if isinstance(error, NobodyError) or attempt >= self.policy.retries:
            return False
        safe = operation.idempotent or isinstance(error, UnavailableError)
        return safe and tightened(pause_s) >= pause_s and self.budget.spend()

    async def _attempt(self, replica: Replica, operation: Operation, body: bytes) -> Any:  # noqa: ANN401
        timeout_s = tightened(self.policy.timeout_ms / 1000)
        if timeout_s <= 0:
            raise UnavailableError("deadline-passed", peer=self.module)
        replica.in_flight += 1
        try:
            answer = await self._exchange(replica, operation, body, timeout_s)
        except ShopError:
            self._failed(replica)
            raise
        finally:
            replica.in_flight -= 1
        current().hops += 1 + int(answer.headers.get(HOPS, "0"))
        is_failure = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if is_failure and answer.headers.get(FAULT) != BEYOND:
            self._failed(replica)
            raise self._refusal(answer)
        replica.breaker.succeeded()
        self.metrics.count("shop_remote_calls_total", peer=self.module, outcome="answered")
        if is_failure:
            raise self._refusal(answer)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            fault = _decode_failure(answer.body).error
            raise domain_error(answer.status, fault.code, fault.params)
        return operation.decode_answer(answer.body)

    async def _exchange(
        self, replica: Replica, operation: Operation, body: bytes, timeout_s: float
    ) -> Answer:
        headers = {
            REQUEST_ID: current().request_id,
            DEADLINE_MS: str(max(1, int(timeout_s * 1000))),
            INTERNAL_TOKEN: self.internal_token,
            **trace_headers(),
        }
        path = f"/_rpc/{self.module}/{operation.name}"
        try:
            return await replica.channel.post(path, body, headers, timeout_s)
        except NotSentError:
            raise PeerUnavailableError("peer-unreachable", peer=self.module) from None
        except TimeoutError:
            raise PeerInDoubtError("peer-timed-out", peer=self.module) from None
        except AnswerLostError:
            raise PeerInDoubtError("answer-lost", peer=self.module) from None

    def _failed(self, replica: Replica) -> None:
        replica.breaker.failed()
        self.metrics.count("shop_remote_calls_total", peer=self.module, outcome="failed")

    def _refusal(self, answer: Answer) -> ShopError:
        """A 503 says that nothing was done; any other failure leaves that open."""
        if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
            return PeerUnavailableError("peer-unavailable", peer=self.module)
        return PeerInDoubtError("peer-failed", peer=self.module, status=answer.status)


def remote(contract: "TypeForm[T]", line: Line) -> T:
    """A stand-in for the module that calls it over `line`."""
    methods = {name: _method(operation) for name, operation in _operations(contract).items()}
    proxy = type(f"Remote{line.module}", (Remote,), methods)()
    proxy.line = line
    return cast("T", proxy)


def _operations(contract: Any) -> dict[str, Operation]:  # noqa: ANN401 - a Protocol is no `type[T]`
    return operations(contract)


def _method(operation: Operation) -> Callable[[Any, object], Awaitable[Any]]:
    async def call(self: Any, message: object) -> Any:  # noqa: ANN401 - the contract types it
        return await self.line.call(operation, message)

    return call
