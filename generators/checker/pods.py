"""The pods that a workload makes."""

from generators.checker.located import Value
from generators.checker.manifest import Manifest

_TEMPLATE = ("spec", "template")
POD_PATHS: dict[str, tuple[str, ...]] = {
    "Deployment": _TEMPLATE,
    "StatefulSet": _TEMPLATE,
    "DaemonSet": _TEMPLATE,
    "ReplicaSet": _TEMPLATE,
    "ReplicationController": _TEMPLATE,
    "Job": _TEMPLATE,
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "Pod": (),
    "argoproj.io/Rollout": _TEMPLATE,
}
"""Where each kind of workload keeps the template of its pods."""


def pod(workload: Manifest) -> Value:
    """The specification of a workload's pods."""
    return workload.body.get(*POD_PATHS[workload.kind], "spec")


def pod_labels(workload: Manifest) -> dict[str, str]:
    """The labels of a workload's pods."""
    return workload.body.get(*POD_PATHS[workload.kind], "metadata", "labels").labels()


def containers(workload: Manifest) -> list[Value]:
    """The containers of a workload's pods, without those that run before."""
    return pod(workload).get("containers").items()


def all_containers(workload: Manifest) -> list[Value]:
    """The containers of a workload's pods, those that run before first."""
    return [*pod(workload).get("initContainers").items(), *containers(workload)]


def claimed(workload: Manifest) -> tuple[str, ...]:
    """The volumes that a StatefulSet claims for each of its pods."""
    claims = workload.body.get("spec", "volumeClaimTemplates").items()
    return tuple(claim.get("metadata", "name").text() for claim in claims)


def port_names(workload: Manifest) -> dict[str, int | None]:
    """The named ports of a workload's containers."""
    return {
        port.get("name").text(): port.get("containerPort").number()
        for container in containers(workload)
        for port in container.get("ports").items()
        if port.get("name")
    }


def port_numbers(workload: Manifest) -> set[int]:
    """The ports that a workload's containers declare."""
    numbers = (
        port.get("containerPort").number()
        for container in containers(workload)
        for port in container.get("ports").items()
    )
    return {number for number in numbers if number is not None}
