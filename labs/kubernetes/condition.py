"""How a pod is, read from what the cluster says of it. Pure: an object in, a sentence out."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from labs.kubernetes.objects import Json
from labs.runtime import State

FROZEN = "architecture-workbench/frozen"
"""Annotation of a pod whose program was stopped; holds the restarts it had then."""

_NO_IMAGE = frozenset(
    {
        "ErrImageNeverPull",
        "ErrImagePull",
        "ImageInspectError",
        "ImagePullBackOff",
        "InvalidImageName",
        "RegistryUnavailable",
        "SignatureValidationFailed",
    }
)
_BAD_SETTING = frozenset(
    {
        "CreateContainerConfigError",
        "CreateContainerError",
        "PreCreateHookError",
        "RunContainerError",
    }
)
_ENDED_FOR_GOOD = frozenset({"Failed", "Succeeded"})
_OUT_OF_MEMORY = "OOMKilled"


class Trouble(StrEnum):
    """Why a pod does not get ready, where waiting alone does not help."""

    IMAGE = "image"
    CRASH = "crash"
    MEMORY = "memory"
    """It needs more than its limit, and was ended for it."""
    SETTING = "setting"
    """Something it refers to is not there, or it cannot be run so."""
    ROOM = "room"
    """No node has room for it."""


class Condition(NamedTuple):
    """A pod at one moment."""

    state: State
    restarts: int = 0
    reason: str = ""
    """As the cluster says it; empty while all is well."""
    trouble: Trouble | None = None
    status: int = 0
    """With which its container ended last, where it did."""
    refuses: bool = False
    """Its program runs, and says that it is not ready."""


def condition(pod: Json) -> Condition:
    """How the pod is."""
    status = pod.get("status") or {}
    containers = status.get("containerStatuses") or []
    restarts = sum(int(each.get("restartCount", 0)) for each in containers)
    if _frozen(pod, restarts):
        return Condition(State.PAUSED, restarts)
    if _holds(status, "Ready"):
        return Condition(State.READY, restarts)
    before = status.get("initContainerStatuses") or []
    for found in (*_troubles([*before, *containers]), *_nowhere(status)):
        return found._replace(restarts=restarts)
    refuses = any("running" in (each.get("state") or {}) for each in containers)
    return Condition(State.STARTING, restarts, _waits_for(status, containers), refuses=refuses)


def ended_for_good(pod: Json) -> bool:
    """Whether it runs no more and stays so: evicted, refused by its node; another one replaces it.

    A Deployment leaves such pods lying.
    """
    return (pod.get("status") or {}).get("phase") in _ENDED_FOR_GOOD


def _frozen(pod: Json, restarts: int) -> bool:
    """A program that was started again since is frozen no more."""
    annotations = (pod.get("metadata") or {}).get("annotations") or {}
    return bool(annotations.get(FROZEN) == str(restarts))


def _holds(status: Json, name: str) -> bool:
    return any(
        each["type"] == name and each["status"] == "True" for each in status.get("conditions") or []
    )


def _troubles(containers: list[Json]) -> Iterator[Condition]:
    for each in containers:
        waiting = (each.get("state") or {}).get("waiting") or {}
        reason, message = waiting.get("reason", ""), waiting.get("message", "")
        said = f"{reason}: {message}" if message else reason
        if reason in _NO_IMAGE:
            yield Condition(State.DOWN, 0, said, Trouble.IMAGE)
        elif reason in _BAD_SETTING:
            yield Condition(State.DOWN, 0, said, Trouble.SETTING)
        elif reason == "CrashLoopBackOff":
            ended = (each.get("lastState") or {}).get("terminated") or {}
            full = ended.get("reason") == _OUT_OF_MEMORY
            trouble = Trouble.MEMORY if full else Trouble.CRASH
            yield Condition(State.DOWN, 0, said, trouble, int(ended.get("exitCode", 0)))


def _nowhere(status: Json) -> Iterator[Condition]:
    for each in status.get("conditions") or []:
        if each["type"] == "PodScheduled" and each.get("reason") == "Unschedulable":
            yield Condition(State.STARTING, 0, each.get("message", ""), Trouble.ROOM)


def _waits_for(status: Json, containers: list[Json]) -> str:
    """What a pod that is on its way says it waits for."""
    reasons = [(each.get("state") or {}).get("waiting") or {} for each in containers]
    told = [each.get("reason", "") for each in reasons]
    told += [
        each.get("message", "")
        for each in status.get("conditions") or []
        if each["type"] == "Ready"
    ]
    return next((each for each in told if each), str(status.get("phase", "")))
