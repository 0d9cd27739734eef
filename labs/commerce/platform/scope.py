"""The request being served: who asked, until when, and how many hops it cost so far."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from uuid import uuid4

REQUEST_ID = "x-request-id"
DEADLINE_MS = "x-deadline-ms"
HOPS = "x-hops"

_WAITING = 0.9
"""The part of what is left that may be waited for others: the rest is for saying that it was in
vain, or whoever waits for us would take their silence for ours."""


@dataclass(slots=True)
class Scope:
    """One request's context; background work has one too."""

    request_id: str = field(default_factory=lambda: uuid4().hex)
    expires_at: float | None = None
    """On the monotonic clock; a deadline never travels as wall time."""
    hops: int = 0
    """Remote calls made for this request so far, theirs included."""
    traceparent: str = ""
    """Where the request came from, as W3C Trace Context writes it; empty: from nowhere known."""
    tracestate: str = ""

    def detached(self) -> "Scope":
        """For work that goes on when the request has ended: the same trace, no deadline."""
        return Scope(
            request_id=self.request_id, traceparent=self.traceparent, tracestate=self.tracestate
        )

    def remaining_s(self) -> float | None:
        """Seconds left, never negative; None where there is no deadline."""
        return None if self.expires_at is None else max(0.0, self.expires_at - time.monotonic())


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """The scope of the running task; a fresh one outside any request."""
    scope = _scope.get()
    if scope is None:
        scope = Scope()
        _scope.set(scope)
    return scope


class entered:  # noqa: N801 - used as the function that it would be, were that as cheap
    """Serve within `scope`."""

    __slots__ = ("_entered", "_token")

    def __init__(self, scope: Scope) -> None:
        self._entered = scope

    def __enter__(self) -> Scope:
        self._token: Token[Scope | None] = _scope.set(self._entered)
        return self._entered

    def __exit__(self, *_: object) -> None:
        _scope.reset(self._token)


def expiry(remaining_ms: int) -> float:
    """The monotonic time that is `remaining_ms` from now."""
    return time.monotonic() + remaining_ms / 1000


def tightened(timeout_s: float) -> float:
    """`timeout_s`, or what the request can wait for others if that is less."""
    remaining = current().remaining_s()
    return timeout_s if remaining is None else min(timeout_s, remaining * _WAITING)


@contextmanager
def limited(timeout_s: float) -> Iterator[None]:
    """Give what is done in the block no more than `timeout_s`, or what the request has left."""
    scope = current()
    before = scope.expires_at
    until = time.monotonic() + timeout_s
    scope.expires_at = until if before is None else min(until, before)
    try:
        yield
    finally:
        scope.expires_at = before
