"""What a cluster makes of Deployments, as far as tests need it: pods that are ready, or are not.

The statuses are written after the API reference and the text that kubelets and schedulers write;
none is a recording.
"""

import threading
from collections.abc import Callable
from typing import Any

from tests.kubernetes.api_server import ApiServer

Json = dict[str, Any]
Fate = Callable[[], Json]
"""The status of a new pod."""


class Controllers:
    """Pods for each Deployment that is applied; `fates` says how those of a name fare."""

    def __init__(self, api: ApiServer, restart_after_s: float = 0.5) -> None:
        self.api = api
        self.fates: dict[str, Fate] = {}
        self.restart_after_s = restart_after_s
        self.made = 0
        self.commands: list[tuple[str, list[str]]] = []
        """Pod and what was run in it, in the order they came."""
        self.answers: dict[str, Json] = {}
        """The program of a command -> what it `says` and with what it `ends`."""
        api.reactions.append(self.react)
        api.besides["/stand-in/commands"] = lambda told: self.run(**told)

    @property
    def signals(self) -> list[tuple[str, str]]:
        """Pod and signal, in the order they came."""
        return [(pod, c[2].split("-")[1].strip()) for pod, c in self.commands if c[0] == "sh"]

    def react(self, path: str, stored: Json | None) -> None:
        """Follow a Deployment."""
        if stored is None or stored["kind"] != "Deployment":
            return
        metadata, spec = stored["metadata"], stored["spec"]
        fate = self.fates.get(metadata["name"], ready)
        status = fate()
        if "conditions" in status and "phase" not in status:
            self.api.objects[path] = {**stored, "status": status}
            return
        for _ in range(spec.get("replicas", 1)):
            self.made += 1
            self.put(
                f"{metadata['name']}-5d9c7b-{self.made:05}", metadata["namespace"], spec, status
            )

    def put(self, name: str, namespace: str, spec: Json, status: Json) -> None:
        labels = spec["template"]["metadata"]["labels"]
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": name,
                "namespace": namespace,
                "labels": labels,
                "creationTimestamp": f"2026-01-01T00:00:{self.made % 60:02}Z",
            },
            "spec": spec["template"]["spec"],
            "status": status,
        }
        self.api.put(f"/api/v1/namespaces/{namespace}/pods/{name}", pod)

    def run(self, namespace: str, pod: str, command: list[str]) -> Json:
        """What a kubelet does with a command: a signal from within ends a container's processes."""
        self.commands.append((pod, command))
        if self.signals and command[0] == "sh" and self.signals[-1][1] == "KILL":
            self.restart(f"/api/v1/namespaces/{namespace}/pods/{pod}")
        return self.answers.get(command[0], {})

    def restart(self, path: str) -> None:
        pod = self.api.objects[path]
        restarts = pod["status"]["containerStatuses"][0]["restartCount"]
        self.api.put(path, {**pod, "status": ended(137, restarts)})
        back = {**pod, "status": ready(restarts + 1)}
        threading.Timer(self.restart_after_s, self._back, (path, back)).start()

    def _back(self, path: str, pod: Json) -> None:
        if path in self.api.objects:
            self.api.put(path, pod)


def ready(restarts: int = 0) -> Json:
    return {
        "phase": "Running",
        "podIP": "10.244.0.7",
        "conditions": [{"type": "Ready", "status": "True"}],
        "containerStatuses": [
            {"name": "main", "ready": True, "restartCount": restarts, "state": {"running": {}}}
        ],
    }


def refusing() -> Json:
    """Of a pod whose program runs and says that it is not ready."""
    found = ready()
    found["conditions"][0] |= {"status": "False", "message": "containers with unready status"}
    found["containerStatuses"][0]["ready"] = False
    return found


def waiting(reason: str, message: str = "", restarts: int = 0, **more: object) -> Json:
    return {
        "phase": "Pending",
        "conditions": [{"type": "Ready", "status": "False", "reason": "ContainersNotReady"}],
        "containerStatuses": [
            {
                "name": "main",
                "ready": False,
                "restartCount": restarts,
                "state": {"waiting": {"reason": reason, "message": message}},
                **more,
            }
        ],
    }


def ended(status: int, restarts: int = 0) -> Json:
    found = waiting("", restarts=restarts)
    terminated = {"terminated": {"exitCode": status, "reason": "Error"}}
    found["containerStatuses"][0]["state"] = terminated
    return {**found, "phase": "Running"}


def crashing(status: int, restarts: int) -> Json:
    last = {"terminated": {"exitCode": status, "reason": "Error"}}
    message = "back-off 40s restarting failed container"
    return waiting("CrashLoopBackOff", message, restarts, lastState=last)


def starved(restarts: int) -> Json:
    """Of a pod whose program is ended each time for the memory that it takes."""
    found = crashing(137, restarts)
    found["containerStatuses"][0]["lastState"]["terminated"]["reason"] = "OOMKilled"
    return found


def evicted() -> Json:
    """Of a pod that its node put out; the Deployment makes another, and leaves this one lying."""
    message = "The node was low on resource: memory."
    return {"phase": "Failed", "reason": "Evicted", "message": message}


def unschedulable(message: str) -> Json:
    scheduled = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}
    return {"phase": "Pending", "conditions": [{**scheduled, "message": message}]}


def refused(message: str) -> Json:
    """Of a Deployment whose pods may not be created."""
    failure = {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate"}
    return {"conditions": [{**failure, "message": message}]}
