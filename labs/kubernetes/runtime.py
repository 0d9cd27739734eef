"""Labs in a cluster: the generated manifests, running the shop."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from labs.kubernetes import tools
from labs.kubernetes.applying import remove
from labs.kubernetes.cluster import Cluster
from labs.kubernetes.errors import NoContextError, NoLocalClusterError, ToolMissingError
from labs.kubernetes.kubectl import cluster_of, contexts
from labs.kubernetes.manifests.pods import LAB_LABEL
from labs.kubernetes.memory import memory_by_pod
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.part import PodPart
from labs.kubernetes.plan import Plan, namespace_of
from labs.kubernetes.providers import Chosen, choose
from labs.kubernetes.seen import SeenPart, seen
from labs.runtime import LabError, LabStatus, Part, Progress, Shortage, State
from labs.supervising.directories import LabDirectory
from labs.supervising.errors import NoSuchLabError, UnknownPartError
from labs.supervising.healing import heal
from labs.supervising.lock import held
from labs.supervising.owner import Owner
from labs.supervising.runtime import SupervisedRuntime
from labs.supervising.status import status_of

if TYPE_CHECKING:
    from generators.blueprint import Blueprint


class KubernetesRuntime(SupervisedRuntime):
    """Runs each lab in a namespace of its own, whose ports a supervisor holds on loopback.

    A part that is killed or frozen is so from within (`labs.kubernetes.part`): its node starts it
    again in the same pod.
    """

    name = "kubernetes"
    supervisor = "labs.kubernetes.supervisor"

    def __init__(self, options: KubernetesOptions | None = None) -> None:
        self._options = options or KubernetesOptions()
        super().__init__(self._options.base)

    def shortages(self) -> Sequence[Shortage]:
        """kubectl, or a cluster, or what makes one."""
        return tools.shortages(self._options.context)

    def up(
        self,
        blueprint: "Blueprint",
        *,
        lab: str = "shop",
        owner_pid: int | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> LabStatus:
        """Apply the blueprint's manifests with the shop in them; return when every pod is ready.

        A cluster is made where this machine has none. Kinds that the cluster does not serve are
        left out, and told as progress.

        Raises:
            LabError: something did not become ready; nothing is left in the cluster.
        """
        from labs.kubernetes.preparing import Preparation

        chosen = self._chosen()
        self._stop(lab)
        directory = self._directory(lab)
        preparation = Preparation(chosen, self._options, on_progress)
        with held(directory, self.stopped_within_s) as lock:
            try:
                image = preparation.bring()

                def plan() -> None:
                    preparation.plan(blueprint, directory, image, Owner.of_lab(owner_pid))

                self._start(directory, lock, plan, on_progress)
            except BaseException:
                if not chosen.exists:
                    with suppress(LabError):
                        chosen.provider.unmake()
                raise
        return self.status(lab)

    def down(self, lab: str = "shop") -> bool:
        """Remove the lab's namespace, and the cluster where it was made for labs and is empty now.

        False where there was none. What a crash left is looked for in the cluster that `up` uses.
        """
        chosen, was_there = self._stop(lab)
        if was_there and chosen is not None and chosen.exists and chosen.ours:
            with cluster_of(chosen.context) as cluster:
                alone = not _others(cluster, lab)
            if alone:
                chosen.provider.unmake()
        return was_there

    def isolate(self, part: str, *, lab: str = "shop") -> None:
        """Cut a part off from all others, as far as the cluster's network asks policies.

        Raises:
            NotEnforcedError: it asks none, and the part is as it was.
        """
        with self._part(part, lab) as found:
            found.isolate()

    def rejoin(self, part: str, *, lab: str = "shop") -> None:
        """Let a part that was cut off back in."""
        with self._part(part, lab) as found:
            found.rejoin()

    def limit(
        self, part: str, *, cpus: float | None, memory_mb: float | None, lab: str = "shop"
    ) -> None:
        """Let a part take no more, of what is not None, than this."""
        with self._part(part, lab) as found:
            found.limit(cpus, memory_mb)

    def unlimit(self, part: str, *, lab: str = "shop") -> None:
        """Give a part back what its design allows it."""
        with self._part(part, lab) as found:
            found.unlimit()

    def _look(self, directory: LabDirectory) -> LabStatus:
        plan, came_up = Plan.read(directory), directory.came_up.exists()
        with cluster_of(plan.context) as cluster:
            found = _look(cluster, plan)
            memory = memory_by_pod(cluster, plan.namespace)
        parts = (_part(each, plan, memory, came_up=came_up) for each in found)
        return status_of(plan, directory, self.name, parts)

    @contextmanager
    def _part(self, name: str, lab: str) -> Iterator[PodPart]:
        plan = self._owned(lab, Plan)
        with cluster_of(plan.context) as cluster:
            parts = _look(cluster, plan)
            part = next((each for each in parts if each.name == name), None)
            if part is None:
                raise UnknownPartError(name, ", ".join(each.name for each in parts))
            yield PodPart(cluster, plan, part, parts)

    def _stop(self, lab: str) -> tuple[Chosen | None, bool]:
        """Leave nothing of a lab in its cluster: which that is, and whether there was anything."""
        directory = self._directory(lab)
        context = _context_of(directory)
        was_up = self._end(directory)
        with held(directory, self.stopped_within_s):
            heal(directory)
        try:
            chosen = self._chosen(context)
        except (ToolMissingError, NoContextError, NoLocalClusterError):
            return None, was_up
        if not chosen.exists:
            return chosen, was_up
        with cluster_of(chosen.context) as cluster:
            return chosen, remove(cluster, lab) or was_up

    def _chosen(self, context: str | None = None) -> Chosen:
        return choose(contexts(), context or self._options.context)


def _context_of(directory: LabDirectory) -> str | None:
    """Where a lab runs, or did before a crash."""
    try:
        return Plan.read(directory).context
    except NoSuchLabError:
        return None


def _others(cluster: Cluster, lab: str) -> bool:
    """Whether the cluster has a lab beside this one."""
    labs = cluster.find("v1", "Namespace", labels=LAB_LABEL)
    return any(each["metadata"]["name"] != namespace_of(lab) for each in labs)


def _look(cluster: Cluster, plan: Plan) -> tuple[SeenPart, ...]:
    return tuple(seen(plan.workloads, cluster.find("v1", "Pod", plan.namespace)))


def _part(found: SeenPart, plan: Plan, memory: Mapping[str, float], *, came_up: bool) -> Part:
    pod = found.pod["metadata"]["name"] if found.pod else ""
    said = found.condition
    return Part(
        name=found.name,
        kind=found.workload.kind,
        # once a lab has come up, what runs and refuses is no longer on its way
        state=State.UNREADY if came_up and said.refuses else said.state,
        address=plan.addresses.get(found.name, ""),
        restarts=said.restarts,
        memory_mb=memory.get(pod, 0.0),
        reason=said.reason,
    )
