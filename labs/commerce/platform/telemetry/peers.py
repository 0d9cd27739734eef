"""Calls from module to module, seen: in the same process as well as over the network."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from opentelemetry.trace import SpanKind

from labs.commerce.platform.calls.contract import operations
from labs.commerce.platform.database import Remote
from labs.commerce.platform.telemetry.context import active
from labs.commerce.platform.telemetry.tracing import MODULE, ORDER, PEER, Attribute, Tracer

Call = Callable[[Any], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Edge:
    """Who may call whom, and how."""

    caller: str
    callee: str
    address: str = ""
    """`host:port` of a remote peer; empty in the same process."""


class _Seen:
    """A peer in this process whose calls are traced."""


class _SeenRemote(Remote):
    """A peer elsewhere whose calls are traced."""


def seen(contract: object, peer: object, edge: Edge, tracer: Tracer) -> object:
    """The peer, with a span for each call that is part of a sampled trace.

    What is not sampled costs one look at a context variable.
    """
    if not tracer.is_on:
        return peer
    stand_in = _SeenRemote() if isinstance(peer, Remote) else _Seen()
    for name in operations(contract):
        setattr(stand_in, name, _traced(getattr(peer, name), name, edge, tracer))
    return stand_in


def _traced(call: Call, operation: str, edge: Edge, tracer: Tracer) -> Call:
    name = f"{edge.callee}/{operation}"
    kind = SpanKind.CLIENT if edge.address else SpanKind.INTERNAL
    attributes: dict[str, Attribute] = {MODULE: edge.caller, PEER: edge.callee, "rpc.method": name}
    if edge.address:
        host, _, port = edge.address.rpartition(":")
        attributes |= {"rpc.system.name": "shop", "server.address": host, "server.port": int(port)}

    async def recorded(message: Any) -> Any:  # noqa: ANN401 - the contract types it
        order_id = getattr(message, "order_id", None)
        about = attributes if order_id is None else {**attributes, ORDER: str(order_id)}
        with tracer.span(name, kind, about):
            return await call(message)

    def called(message: Any) -> Awaitable[Any]:  # noqa: ANN401 - the contract types it
        return call(message) if active.get() is None else recorded(message)

    return called
