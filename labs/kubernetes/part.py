"""One part of a running lab in a pod: what can be done to it."""

import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from labs.kubernetes.allowance import limited, unlimited
from labs.kubernetes.cluster import Cluster
from labs.kubernetes.condition import FROZEN
from labs.kubernetes.errors import NoResizeError, NotEnforcedError, PodGoneError, RefusedError
from labs.kubernetes.knocking import ANSWERS, knock, witness
from labs.kubernetes.kubectl import KUBECTL, call
from labs.kubernetes.manifests.network import CUT_OFF_LABEL
from labs.kubernetes.objects import Json, reference
from labs.kubernetes.plan import Plan
from labs.kubernetes.seen import SeenPart
from labs.wiring.arming import arming_command

# to all of the container's user: in a pod whose processes are shared, its first one is nobody's
_SIGNAL = "kill -{} -1"


ENFORCED_WITHIN_S = 15.0
"""How long a cluster's network may take to ask a policy that is new to it."""
KNOCK_EVERY_S = 0.5


class PodPart:
    """A pod with its name in the lab."""

    def __init__(
        self, cluster: Cluster, plan: Plan, part: SeenPart, parts: Sequence[SeenPart]
    ) -> None:
        if part.pod is None:
            raise PodGoneError(part.name)
        self._cluster = cluster
        self._plan = plan
        self._part = part
        self._parts = parts
        self._pod = part.pod
        self._at = reference(part.pod)

    def kill(self) -> None:
        """End its processes at once; its node starts it again, with the data that it had."""
        self._signal("KILL")

    def pause(self) -> None:
        """Freeze its processes, and note that it was us."""
        self._signal("STOP")
        self._note(frozen=str(self._part.condition.restarts))

    def resume(self) -> None:
        """Let its processes go on."""
        self._signal("CONT")
        self._note(frozen="")

    def isolate(self) -> None:
        """Have the cluster's network let nothing in or out, and see that it does.

        Raises:
            NotEnforcedError: it lets everything through, whatever policies say.
        """
        self._note(cut_off="yes")
        deadline = time.monotonic() + ENFORCED_WITHIN_S
        while self._is_heard():
            if time.monotonic() > deadline:
                self.rejoin()
                raise NotEnforcedError(self._part.name, self._cluster.name)
            time.sleep(KNOCK_EVERY_S)

    def rejoin(self) -> None:
        """Let it in again, and out."""
        self._note(cut_off="")

    def limit(self, cpus: float | None, memory_mb: float | None) -> None:
        """Let it take no more, of what is not None, than this.

        Raises:
            NoResizeError: the cluster is too old for that.
        """
        self._resize(limited(self._designed(), cpus, memory_mb))

    def unlimit(self) -> None:
        """Give it back what its design allows it.

        Raises:
            NoResizeError: the cluster is too old for that.
        """
        now = self._pod["spec"]["containers"][0].get("resources") or {}
        self._resize(unlimited(self._designed(), now))

    def arm(self, points: str) -> None:
        """Tell a service, from within, where it is to end itself.

        Raises:
            NoCrashPointError: there is no such point, or the part has none.
            ToolFailedError: it does not run at this moment.
        """
        self._run(*arming_command(self._part.name, self._part.workload.kind, points))

    def logs(self, lines: int) -> Sequence[str]:
        """The last lines it wrote."""
        told = self._cluster.log(self._at, self._container, lines=lines)
        return [line for line in told if line.strip()]

    @property
    def _container(self) -> str:
        return str(self._pod["spec"]["containers"][0]["name"])

    def _is_heard(self) -> bool:
        """Whether it reaches others, or they reach it; no where nobody can say."""
        found = witness(self._part, self._parts)
        if found is None:
            return False
        inside, outside = found
        return ANSWERS in _run_in(self._cluster.name, inside, *knock(outside))

    def _signal(self, name: str) -> None:
        self._run("sh", "-c", _SIGNAL.format(name))

    def _run(self, *command: str) -> None:
        _run_in(self._cluster.name, self._pod, *command)

    def _note(self, *, frozen: str | None = None, cut_off: str | None = None) -> None:
        """What we did to it; None: as it is noted already, empty: nothing any more.

        Of what we noted before, the server takes off what is not said again.
        """
        marks = {"annotations": (FROZEN, frozen), "labels": (CUT_OFF_LABEL, cut_off)}
        metadata: dict[str, Any] = {"name": self._at.name, "namespace": self._at.namespace}
        for field, (name, wanted) in marks.items():
            noted = self._pod["metadata"].get(field) or {}
            value = noted.get(name, "") if wanted is None else wanted
            if value:
                metadata[field] = {name: value}
        self._cluster.apply({"apiVersion": "v1", "kind": "Pod", "metadata": metadata})

    def _designed(self) -> Json:
        return self._plan.resources_of(self._part.workload.name)

    def _resize(self, resources: Json) -> None:
        try:
            self._cluster.resize(self._at, self._container, resources)
        except RefusedError as error:
            if error.refusal.code == HTTPStatus.NOT_FOUND:
                raise NoResizeError(self._cluster.name) from error
            raise


def _run_in(context: str, pod: Json, *command: str) -> str:
    """What a command says that is run in a pod's container."""
    at, container = reference(pod), str(pod["spec"]["containers"][0]["name"])
    place = ("--context", context, "--namespace", at.namespace)
    return call(KUBECTL, *place, "exec", at.name, "--container", container, "--", *command)
