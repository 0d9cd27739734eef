"""One part of a running lab in a pod: what can be done to it."""

from collections.abc import Sequence

from labs.kubernetes.cluster import Cluster
from labs.kubernetes.condition import FROZEN
from labs.kubernetes.errors import PodGoneError
from labs.kubernetes.kubectl import KUBECTL, call
from labs.kubernetes.objects import Json, reference
from labs.kubernetes.seen import SeenPart
from labs.wiring.arming import arming_command

# to all of the container's user: in a pod whose processes are shared, its first one is nobody's
_SIGNAL = "kill -{} -1"


class PodPart:
    """A pod with its name in the lab."""

    def __init__(self, cluster: Cluster, part: SeenPart) -> None:
        if part.pod is None:
            raise PodGoneError(part.name)
        self._name = part.name
        self._kind = part.workload.kind
        self._cluster = cluster
        self._pod = part.pod
        self._at = reference(part.pod)
        self._restarts = part.condition.restarts

    def kill(self) -> None:
        """End its processes at once; its node starts it again, with the data that it had."""
        self._signal("KILL")

    def pause(self) -> None:
        """Freeze its processes, and note that it was us."""
        self._signal("STOP")
        self._note({FROZEN: str(self._restarts)})

    def resume(self) -> None:
        """Let its processes go on."""
        self._signal("CONT")
        self._note({})

    def arm(self, points: str) -> None:
        """Tell a service, from within, where it is to end itself.

        Raises:
            NoCrashPointError: there is no such point, or the part has none.
            ToolFailedError: it does not run at this moment.
        """
        self._run(*arming_command(self._name, self._kind, points))

    def logs(self, lines: int) -> Sequence[str]:
        """The last lines it wrote."""
        told = self._cluster.log(self._at, self._container, lines=lines)
        return [line for line in told if line.strip()]

    @property
    def _container(self) -> str:
        return str(self._pod["spec"]["containers"][0]["name"])

    def _signal(self, name: str) -> None:
        self._run("sh", "-c", _SIGNAL.format(name))

    def _run(self, *command: str) -> str:
        """What a command says that is run in its container."""
        place = ("--context", self._cluster.name, "--namespace", self._at.namespace)
        inside = ("exec", self._at.name, "--container", self._container)
        return call(KUBECTL, *place, *inside, "--", *command)

    def _note(self, annotations: Json) -> None:
        """Annotations of ours: those that are not said any more are taken off."""
        metadata = {"name": self._at.name, "namespace": self._at.namespace}
        noted = {"metadata": {**metadata, "annotations": annotations}}
        self._cluster.apply({"apiVersion": "v1", "kind": "Pod", **noted})
