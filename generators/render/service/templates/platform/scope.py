"""The request being served: its name, and until when its answer is of use."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import uuid4

REQUEST_ID = "x-request-id"
DEADLINE_MS = "x-deadline-ms"

_WAITING = 0.9
"""The part of what is left that may be waited for others: the rest is for saying so in vain."""


@dataclass(slots=True)
class Scope:
    """One request's context; work in the background has one too."""

    request_id: str = field(default_factory=lambda: uuid4().hex)
    expires_at: float | None = None
    """On the monotonic clock: a deadline never travels as wall time."""

    def remaining_s(self) -> float | None:
        """Seconds left, never negative; None where there is no deadline."""
        return None if self.expires_at is None else max(0.0, self.expires_at - time.monotonic())


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """The scope of the running task; a fresh one outside any request."""
    return _scope.get() or Scope()


@contextmanager
def entered(scope: Scope) -> Iterator[Scope]:
    """Serve within `scope`."""
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        _scope.reset(token)


def tightened(timeout_s: float | None) -> float | None:
    """`timeout_s`, or what the request can wait for others if that is less."""
    remaining = current().remaining_s()
    if remaining is None:
        return timeout_s
    return remaining * _WAITING if timeout_s is None else min(timeout_s, remaining * _WAITING)
