"""Calls that make further calls: circles, time that runs out, attempts that multiply."""

from collections import deque
from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.communication import Edge
from generators.blueprint.document import Blueprint

_SECTION = ("communication", "edges")

_MANY = 9
"""Three attempts at each of two levels: a service in trouble gets nine times its load."""


def sync_cycle(bp: Blueprint) -> Iterator[Violation]:
    """Services that wait for each other in a circle fail together; told once for all in it."""
    calls = _calls(bp)
    told: set[str] = set()
    for index, edge in calls:
        back = _way(calls, edge.callee, edge.caller)
        if back and told.isdisjoint(back):
            told |= _around(calls, edge.caller)
            value = " → ".join((edge.caller, *back))
            yield Violation("sync-cycle", (*_SECTION, index), value)


def caller_gives_up_first(bp: Blueprint) -> Iterator[Violation]:
    """Who calls waits at least as long as the one it calls may wait in turn."""
    calls = _calls(bp)
    for index, edge in calls:
        at = (*_SECTION, index, "timeout_ms")
        if edge.timeout_ms is not None and (beyond := _slower(calls, edge.callee, edge.timeout_ms)):
            yield _gives_up("caller-gives-up-first", at, edge.caller, edge.timeout_ms, beyond)
    for index, route in enumerate(bp.gateway.routes if bp.gateway else ()):
        at = ("gateway", "routes", index, "timeout_ms")
        if beyond := _slower(calls, route.service, route.timeout_ms):
            yield _gives_up("gateway-gives-up-first", at, route.prefix, route.timeout_ms, beyond)


def retries_multiply(bp: Blueprint) -> Iterator[Violation]:
    """Retries at several levels of a chain multiply, and most of all when something is down."""
    calls = [(index, edge) for index, edge in _calls(bp) if edge.callee != edge.caller]
    reach: dict[str, tuple[int, tuple[str, ...]]] = {name: (1, (name,)) for name in bp.services}
    for route in bp.gateway.routes if bp.gateway else ():
        if 1 + route.retries > reach[route.service][0]:
            reach[route.service] = (1 + route.retries, ("gateway", route.service))
    told: set[int] = set()
    for _ in bp.services:
        for index, edge in calls:
            times, path = reach[edge.caller]
            worse = times * _attempts(edge)
            if edge.callee in path or worse <= reach[edge.callee][0]:
                continue
            reach[edge.callee] = (worse, (*path, edge.callee))
            if times < _MANY <= worse and index not in told:
                told.add(index)
                params = {"path": " → ".join((*path, edge.callee))}
                at = (*_SECTION, index, "retries")
                yield Violation("retries-multiply", at, str(worse), params=params)


def _gives_up(
    code: str, at: tuple[str | int, ...], who: str, timeout_ms: int, beyond: Edge
) -> Violation:
    params: dict[str, str | int] = {
        "who": who,
        "callee": beyond.caller,
        "next": beyond.callee,
        "longest": _longest_ms(beyond),
    }
    return Violation(code, at, str(timeout_ms), params=params)


def _slower(calls: list[tuple[int, Edge]], service: str, within_ms: int) -> Edge | None:
    """The call of a service that may take longest, where that is longer than somebody waits."""
    own = [edge for _, edge in calls if edge.caller == service and _longest_ms(edge) > within_ms]
    return max(own, key=_longest_ms, default=None)


def _longest_ms(edge: Edge) -> int:
    return (edge.timeout_ms or 0) * _attempts(edge)


def _attempts(edge: Edge) -> int:
    return 1 + edge.retries if edge.idempotent else 1


def _calls(bp: Blueprint) -> list[tuple[int, Edge]]:
    edges = bp.communication.edges if bp.communication else ()
    return [(index, edge) for index, edge in enumerate(edges) if edge.style == "sync"]


def _way(calls: list[tuple[int, Edge]], start: str, end: str) -> tuple[str, ...]:
    """The shortest chain of calls from one service to another; empty where there is none."""
    waiting: deque[tuple[str, ...]] = deque([(start,)])
    seen = {start}
    while waiting:
        path = waiting.popleft()
        if path[-1] == end:
            return path
        for _, edge in calls:
            if edge.caller == path[-1] and edge.callee not in seen:
                seen.add(edge.callee)
                waiting.append((*path, edge.callee))
    return ()


def _around(calls: list[tuple[int, Edge]], service: str) -> set[str]:
    """All services in circles with this one."""
    names = {edge.callee for _, edge in calls}
    return {name for name in names if _way(calls, service, name) and _way(calls, name, service)}


ADVICE = (sync_cycle, caller_gives_up_first, retries_multiply)
