"""An order in which whoever calls stands before whom it calls, as far as that is possible."""

from collections.abc import Mapping, Sequence

Weights = Mapping[tuple[str, str], float]
"""(caller, callee) -> how much is called."""


def callers_first(names: Sequence[str], weights: Weights) -> tuple[str, ...]:
    """Order names so that little is called backwards.

    The greedy heuristic for feedback arcs of Eades, Lin and Smyth ("A fast and effective heuristic
    for the feedback arc set problem", 1993): sinks to the end, sources to the front, else whoever
    calls most in excess of being called.
    """
    left = dict.fromkeys(names)
    head: list[str] = []
    tail: list[str] = []
    while left:
        calls, called = _sums(left, weights)
        sink = next((name for name in left if not calls[name]), None)
        if sink is not None:
            tail.append(sink)
            del left[sink]
            continue
        first = max(left, key=lambda name: (not called[name], calls[name] - called[name]))
        head.append(first)
        del left[first]
    return (*head, *reversed(tail))


def _sums(left: Mapping[str, None], weights: Weights) -> tuple[dict[str, float], dict[str, float]]:
    calls: dict[str, float] = dict.fromkeys(left, 0.0)
    called: dict[str, float] = dict.fromkeys(left, 0.0)
    for (caller, callee), weight in weights.items():
        if caller in left and callee in left:
            calls[caller] += weight
            called[callee] += weight
    return calls, called
