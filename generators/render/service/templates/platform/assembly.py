"""What a module is given, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fastapi import APIRouter

from .inbox import Handlers
from .internal import Call
from .outbox import Outbox
from .peers import Peers
from .records import Records, Table
from .transactions import Transactions

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Parts:
    """What every module is made of."""

    transactions: Transactions
    outbox: Outbox
    peers: Peers
    records: Callable[[Table[Any]], Records[Any]]


@dataclass(frozen=True, slots=True)
class Assembly(Generic[S]):
    """A built module."""

    service: S
    router: APIRouter
    handlers: Handlers = field(default_factory=dict)
    calls: Mapping[str, Call] = field(default_factory=dict)
    """What other services may call: `module/method`."""
