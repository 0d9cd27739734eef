"""Calls to a peer in another deployable: deadlines, retries, breaker, errors."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import msgspec
import pytest

from labs.commerce.platform.calls.breaker import Breaker, BreakerState
from labs.commerce.platform.calls.client import Answer, AnswerLostError, NotSentError
from labs.commerce.platform.calls.contract import idempotent, operations
from labs.commerce.platform.calls.remote import Line, remote
from labs.commerce.platform.calls.replicas import Replica, Replicas
from labs.commerce.platform.calls.retry_budget import BURST, SHARE
from labs.commerce.platform.database import Remote, Transaction, database
from labs.commerce.platform.errors import (
    DomainError,
    OutcomeUnknownError,
    PeerInDoubtError,
    PeerUnavailableError,
    RemoteCallInTransactionError,
    ShopError,
    UnavailableError,
)
from labs.commerce.platform.messages import Message
from labs.commerce.platform.scope import Scope, entered, expiry
from labs.commerce.platform.serving.web import failure
from labs.commerce.platform.telemetry import Metrics
from labs.commerce.spec import CallPolicy


class Ask(Message, frozen=True):
    number: int


class Told(Message, frozen=True):
    number: int


class Oracle(Protocol):
    @idempotent
    async def foretell(self, message: Ask) -> Told:
        """Safe to repeat."""
        ...

    async def curse(self, message: Ask) -> Told:
        """Not safe to repeat."""
        ...


@dataclass
class ScriptedChannel:
    """Answers as the script says, then for ever as its last line."""

    script: list[Answer | Exception]
    sent: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    held: asyncio.Event | None = None
    """Nothing is answered before it is set."""

    async def post(
        self, path: str, _body: bytes, headers: Mapping[str, str], timeout_s: float
    ) -> Answer:
        self.sent.append((path, dict(headers), timeout_s))
        if self.held is not None:
            await self.held.wait()
        outcome = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def told(status: int = 200, hops: str = "0", **body: object) -> Answer:
    return Answer(status, {"x-hops": hops}, msgspec.json.encode(body or {"number": 7}))


def fault(status: int, code: str) -> Answer:
    return told(status, error={"code": code, "params": {"productIds": [1]}})


def oracle(*script: Answer | Exception, retries: int = 2) -> tuple[Oracle, ScriptedChannel]:
    channel = ScriptedChannel(list(script))
    policy = CallPolicy(timeout_ms=400, retries=retries)
    replica = Replica(channel, Breaker(5, 60.0), most_at_once=2)  # type: ignore[arg-type]
    line = Line("oracle", Replicas("oracle", [replica]), policy, "secret", Metrics())
    return remote(Oracle, line), channel


async def test_an_answer_comes_back_as_its_message() -> None:
    peer, channel = oracle(told())
    assert await peer.foretell(Ask(number=1)) == Told(number=7)
    path, headers, _ = channel.sent[0]
    assert path == "/_rpc/oracle/foretell"
    assert headers["x-internal-token"] == "secret"
    assert isinstance(peer, Remote)


async def test_a_domain_error_crosses_with_its_code_and_is_not_retried() -> None:
    peer, channel = oracle(fault(409, "out-of-stock"))
    with pytest.raises(DomainError) as refused:
        await peer.foretell(Ask(number=1))
    assert (refused.value.code, refused.value.params) == ("out-of-stock", {"productIds": [1]})
    assert refused.value.status == 409
    assert len(channel.sent) == 1


async def test_what_is_safe_to_repeat_is_repeated() -> None:
    peer, channel = oracle(AnswerLostError(), told(500), told())
    assert await peer.foretell(Ask(number=1)) == Told(number=7)
    assert len(channel.sent) == 3


async def test_what_is_not_safe_to_repeat_is_not() -> None:
    peer, channel = oracle(AnswerLostError(), told())
    with pytest.raises(OutcomeUnknownError):
        await peer.curse(Ask(number=1))
    assert len(channel.sent) == 1


async def test_what_certainly_did_not_happen_may_always_be_repeated() -> None:
    peer, channel = oracle(NotSentError(), told(503), told())
    assert await peer.curse(Ask(number=1)) == Told(number=7)
    assert len(channel.sent) == 3


async def test_one_attempt_that_may_have_worked_leaves_the_call_in_doubt() -> None:
    peer, _ = oracle(TimeoutError(), NotSentError(), NotSentError())
    with pytest.raises(OutcomeUnknownError):
        await peer.foretell(Ask(number=1))


async def test_a_peer_that_was_never_reached_did_certainly_nothing() -> None:
    peer, channel = oracle(NotSentError(), retries=1)
    with pytest.raises(UnavailableError):
        await peer.foretell(Ask(number=1))
    assert len(channel.sent) == 2


async def test_the_deadline_travels_as_what_is_left_of_it() -> None:
    peer, channel = oracle(told())
    with entered(Scope(expires_at=expiry(100))):
        await peer.foretell(Ask(number=1))
    _, headers, timeout_s = channel.sent[0]
    assert 0 < int(headers["x-deadline-ms"]) <= 100
    assert timeout_s <= 0.1


async def test_the_policy_bounds_a_call_without_a_deadline() -> None:
    peer, channel = oracle(told())
    await peer.foretell(Ask(number=1))
    assert channel.sent[0][1]["x-deadline-ms"] == "400"


async def test_after_the_deadline_nothing_is_sent() -> None:
    peer, channel = oracle(told())
    with entered(Scope(expires_at=expiry(-1))), pytest.raises(UnavailableError):
        await peer.foretell(Ask(number=1))
    assert channel.sent == []


async def test_an_open_breaker_refuses_at_once() -> None:
    peer, channel = oracle(NotSentError(), retries=0)
    for _ in range(5):
        with pytest.raises(UnavailableError):
            await peer.foretell(Ask(number=1))
    with pytest.raises(UnavailableError) as refused:
        await peer.foretell(Ask(number=1))
    assert (refused.value.code, len(channel.sent)) == ("breaker-open", 5)


async def test_what_is_over_the_bulkhead_fails_at_once_and_does_not_open_the_breaker() -> None:
    peer, channel = oracle(told())
    channel.held = asyncio.Event()
    calls = [asyncio.create_task(peer.foretell(Ask(number=1))) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(UnavailableError) as refused:
        await peer.foretell(Ask(number=1))
    assert refused.value.code == "bulkhead-full"
    channel.held.set()
    assert await asyncio.gather(*calls) == [Told(number=7)] * 2
    assert await peer.foretell(Ask(number=1)) == Told(number=7)


async def test_repetitions_stay_within_the_budget_however_much_fails() -> None:
    peer, channel = oracle(
        *[told(500), told(400, error={"code": "no", "params": {}})] * 50, retries=1
    )
    for _ in range(50):
        with suppress(ShopError):
            await peer.foretell(Ask(number=1))
    assert 50 < len(channel.sent) <= 50 + BURST + 50 * SHARE


async def test_domain_errors_do_not_open_the_breaker() -> None:
    peer, _ = oracle(fault(409, "no"))
    for _ in range(9):
        with pytest.raises(DomainError):
            await peer.foretell(Ask(number=1))
    [breaker] = peer.line.replicas.breakers  # type: ignore[attr-defined]
    assert breaker.state is BreakerState.CLOSED


@pytest.mark.parametrize("error", [PeerInDoubtError("silent"), PeerUnavailableError("cut-off")])
async def test_a_peer_that_tells_of_anothers_failure_is_well(error: ShopError) -> None:
    passed_on = failure(error)
    peer, _ = oracle(Answer(passed_on.status_code, dict(passed_on.headers), passed_on.body))
    for _ in range(9):
        with pytest.raises(type(error)):
            await peer.foretell(Ask(number=1))
    [breaker] = peer.line.replicas.breakers  # type: ignore[attr-defined]
    assert breaker.state is BreakerState.CLOSED


async def test_what_was_never_sent_for_lack_of_time_is_no_failure_of_the_peer() -> None:
    peer, _ = oracle(told())
    with entered(Scope(expires_at=expiry(-1))):
        for _ in range(9):
            with pytest.raises(UnavailableError):
                await peer.foretell(Ask(number=1))
    assert await peer.foretell(Ask(number=1)) == Told(number=7)


async def test_hops_add_up_over_the_whole_tree_of_calls() -> None:
    peer, _ = oracle(told(hops="3"))
    with entered(Scope()) as scope:
        await peer.foretell(Ask(number=1))
        await peer.foretell(Ask(number=1))
    assert scope.hops == 8


async def test_the_request_id_goes_along() -> None:
    peer, channel = oracle(told())
    with entered(Scope(request_id="r-1")):
        await peer.foretell(Ask(number=1))
    assert channel.sent[0][1]["x-request-id"] == "r-1"


async def test_a_remote_call_inside_a_transaction_is_a_defect() -> None:
    peer, channel = oracle(told())
    token = database._transaction.set(Transaction(connection=None))
    try:
        with pytest.raises(RemoteCallInTransactionError):
            await peer.foretell(Ask(number=1))
    finally:
        database._transaction.reset(token)
    assert channel.sent == []


def test_a_contract_takes_one_message_and_gives_one_back() -> None:
    class Wordy(Protocol):
        async def say(self, one: Ask, other: Ask) -> Told: ...

    with pytest.raises(TypeError, match="exactly one message"):
        operations(Wordy)
    assert operations(Oracle)["foretell"].idempotent
    assert not operations(Oracle)["curse"].idempotent
