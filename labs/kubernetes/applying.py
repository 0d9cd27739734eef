"""A lab's objects into a cluster, and out of it again; never anybody else's."""

import time
from collections.abc import Callable

from labs.kubernetes.cluster import Cluster
from labs.kubernetes.errors import NotOursError, StillGoingError
from labs.kubernetes.manifests.pods import LAB_LABEL
from labs.kubernetes.objects import Reference
from labs.kubernetes.plan import Plan, namespace_of

GONE_WITHIN_S = 120.0
LOOK_EVERY_S = 0.5


def apply(cluster: Cluster, plan: Plan, given_up: Callable[[], bool]) -> bool:
    """Apply every object of a lab, once nothing of an earlier one is left; False: given up.

    Raises:
        LabError: the cluster refuses an object, or the namespace is not ours or does not go.
    """
    if remove(cluster, plan.lab):
        _await_end(cluster, _namespace(plan.lab), given_up)
    for each in plan.objects:
        if given_up():
            return False
        cluster.apply(each)
    return True


def remove(cluster: Cluster, lab: str) -> bool:
    """Begin to remove a lab's namespace with all that is in it. False where there was none.

    Raises:
        NotOursError: somebody else made a namespace of that name.
    """
    namespace = _namespace(lab)
    found = cluster.get(namespace)
    if found is None:
        return False
    if (found["metadata"].get("labels") or {}).get(LAB_LABEL) != lab:
        raise NotOursError(cluster.name, namespace.name)
    cluster.delete(namespace)
    return True


def _await_end(cluster: Cluster, namespace: Reference, given_up: Callable[[], bool]) -> None:
    deadline = time.monotonic() + GONE_WITHIN_S
    while not given_up() and cluster.get(namespace) is not None:
        if time.monotonic() > deadline:
            raise StillGoingError(namespace.name, GONE_WITHIN_S)
        time.sleep(LOOK_EVERY_S)


def _namespace(lab: str) -> Reference:
    return Reference("v1", "Namespace", namespace_of(lab))
