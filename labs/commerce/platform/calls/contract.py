"""Reading a module's contract: a Protocol whose methods take one message and give one back."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec

F = TypeVar("F", bound=Callable[..., object])

_MARK = "__idempotent__"


def idempotent(method: F) -> F:
    """Promise that repeating a call has no further effect, so that it may be retried."""
    setattr(method, _MARK, True)
    return method


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of a contract."""

    name: str
    request: type
    answer: type
    idempotent: bool
    decode_request: Callable[[bytes], Any]
    decode_answer: Callable[[bytes], Any]


@cache
def operations(contract: Any) -> dict[str, Operation]:  # noqa: ANN401 - a Protocol is no `type[T]`
    """The contract's methods by name.

    Raises:
        TypeError: a method does not take exactly one message and give one back.
    """
    methods = {
        name: method
        for name, method in vars(contract).items()
        if inspect.iscoroutinefunction(method) and not name.startswith("_")
    }
    return {name: _operation(name, method) for name, method in methods.items()}


def _operation(name: str, method: Callable[..., object]) -> Operation:
    hints = get_type_hints(method)
    answer = hints.pop("return")
    if len(hints) != 1:
        msg = f"{name} must take exactly one message"
        raise TypeError(msg)
    request = next(iter(hints.values()))
    return Operation(
        name=name,
        request=request,
        answer=answer,
        idempotent=getattr(method, _MARK, False),
        decode_request=msgspec.json.Decoder(request).decode,
        decode_answer=msgspec.json.Decoder(answer).decode,
    )
