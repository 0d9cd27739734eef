"""Which findings mean nothing where the part that they miss stands there in a wrong shape."""

from collections.abc import Iterable, Mapping

from decomposer.documents import LeftOut, Violation
from decomposer.documents.problem import Path

_ANY, _VALUE = "*", "{value}"
"""Steps of a path: whichever is there; what the finding is about."""

_SERVICE: Path = ("services", _VALUE)
_MODULES: Path = ("services", _ANY, "modules")
_TOPIC: Path = ("events", "topics", _VALUE)
_TOKENS: Path = ("gateway", "auth", "jwt")

_MISSED: Mapping[str, Path] = {
    "service-unknown": _SERVICE,
    "caller-unknown": _SERVICE,
    "budget-blocks-drain": (*_SERVICE, "replicas"),
    "module-missing": _MODULES,
    "route-module-unknown": _MODULES,
    "topic-unknown": _TOPIC,
    "projection-not-consumer": _TOPIC,
    "event-unpublished": ("events", "topics", _ANY, "messages"),
    "rbac-without-tokens": _TOKENS,
    "tiers-without-tokens": _TOKENS,
    "route-auth-undefined": ("gateway", "auth"),
    "saga-without-steps": ("transactions", "saga"),
    "saga-starts-elsewhere": ("transactions", "saga", "steps", 0),
}
"""Where a finding would have found what it misses."""


def follows(violation: Violation, left_out: Iterable[LeftOut]) -> bool:
    """Whether a finding could go away once what was left out has the right shape."""
    return any(_follows(violation, part) for part in left_out)


def _follows(violation: Violation, part: LeftOut) -> bool:
    if violation.at[: len(part.at)] == part.at:
        return True
    if violation.code not in _MISSED:
        return False
    steps = _MISSED[violation.code]
    missed = tuple(violation.value if step == _VALUE else step for step in steps)
    if _meet(missed, part.at) and violation.value in part.texts:
        return True
    return _meet(missed, part.wrong) and part.beside.isdisjoint(missed[len(part.wrong) :][:1])


def _meet(missed: Path, place: Path) -> bool:
    """Whether one of two paths leads into the other."""
    return all(step in (_ANY, other) for step, other in zip(missed, place, strict=False))
