"""Pods as parts of a lab: which is which, and how each is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from labs.kubernetes.condition import Condition, condition, ended_for_good
from labs.kubernetes.manifests.pods import PART_LABEL
from labs.kubernetes.objects import Json
from labs.kubernetes.plan import Workload
from labs.runtime import State

GONE = Condition(State.DOWN)


class SeenPart(NamedTuple):
    """A part of a lab, and the pod that it is now."""

    name: str
    workload: Workload
    pod: Json | None
    """None while there is none."""
    condition: Condition


def seen(workloads: Iterable[Workload], pods: Sequence[Json]) -> Iterator[SeenPart]:
    """Every part that there should be."""
    mine: Mapping[str, list[Json]] = _by_workload(pods)
    for workload in workloads:
        found = sorted(mine.get(workload.name, []), key=_age)
        for number, name in enumerate(workload.parts()):
            pod = found[number] if number < len(found) else None
            yield SeenPart(name, workload, pod, condition(pod) if pod else GONE)


def _by_workload(pods: Sequence[Json]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for pod in pods:
        # the one that is being removed is no part any more: its successor is
        if "deletionTimestamp" not in pod["metadata"] and not ended_for_good(pod):
            found.setdefault(_owner(pod), []).append(pod)
    return found


def _owner(pod: Json) -> str:
    """The Deployment that a pod is a replica of: its name is before those of ReplicaSet and pod."""
    labels = pod["metadata"].get("labels") or {}
    if PART_LABEL in labels:
        return str(labels[PART_LABEL])
    return str(pod["metadata"]["name"]).rsplit("-", 2)[0]


def _age(pod: Json) -> tuple[str, str]:
    metadata = pod["metadata"]
    return str(metadata.get("creationTimestamp", "")), str(metadata["name"])
