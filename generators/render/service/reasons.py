"""Why the files of a service's project are there: by their place in it."""

from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath

from generators.blueprint import Blueprint
from generators.render.reasons import marker

_LEADERS = {".py": "#", ".toml": "#", ".sql": "--"}
"""How comments begin; a Dockerfile has its reasons inside, and other files say it themselves."""

_EVENTS, _STORE, _HELD = "events.broker", "services.{}.store", "services.{}.modules"
_CALLS, _SERVICE = "communication.edges", "services.{}"

_BY_PLACE: Mapping[str, tuple[str, str]] = {
    "settings": ("settings", _SERVICE),
    "edges": ("calls-out", _CALLS),
    "clients": ("calls-out", _CALLS),
    "topics": ("broker-adapter", _EVENTS),
    "migrations": ("own-schema", _STORE),
    "modules": ("module-rules", _HELD),
    "modules/api": ("module-api", _HELD),
    "modules/routes": ("module-routes", _HELD),
    "modules/events": ("module-events", "events.topics"),
    "modules/heard": ("module-events", "events.topics"),
    "platform": ("own-platform", _SERVICE),
    "platform/outbox": ("outbox", _EVENTS),
    "platform/inbox": ("inbox", _EVENTS),
    "platform/broker": ("broker-adapter", _EVENTS),
    "platform/peers": ("calls-out", _CALLS),
    "platform/database": ("store-adapter", _STORE),
    "platform/store": ("store-adapter", _STORE),
    "platform/records": ("store-adapter", _STORE),
    "platform/health": ("own-health", "deployment.workloads"),
    "platform/metrics": ("own-metrics", "objectives"),
    "platform/tracing": ("own-metrics", "objectives"),
    "tests": ("own-tests", _HELD),
    "tests/test_contract": ("own-contract", _HELD),
}
"""By folder and what a file is about: a reason, and the choice behind it for a service."""

_WHOLE = ("own-project", _SERVICE)


def with_reason(bp: Blueprint, service: str, path: str, text: str) -> str:
    """The file, marked as a whole where it can hold a comment."""
    place = PurePosixPath(path)
    leader = _LEADERS.get(place.suffix)
    if leader is None or not text:
        return text
    folder = path.split("/")[2:3] if path.startswith("src/") else path.split("/")[:1]
    code, choice = _reason(folder[0].removesuffix(".py"), place.stem)
    chosen = getattr(bp, choice.partition(".")[0]) is not None
    return f"{_mark(code, choice.format(service) if chosen else '', leader)}\n{text}"


@cache
def _reason(folder: str, stem: str) -> tuple[str, str]:
    # adapters are named after what they speak to: `kafka_broker`, `postgres_store`
    names = (f"{folder}/{stem}", f"{folder}/{stem.rpartition('_')[2]}", folder)
    return next((_BY_PLACE[name] for name in names if name in _BY_PLACE), _WHOLE)


@cache
def _mark(code: str, place: str, leader: str) -> str:
    return marker(code, *filter(None, (place,)), leader=leader, whole=True)
