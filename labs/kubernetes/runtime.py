"""Labs in a cluster: the generated manifests, running the shop."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from labs.kubernetes import tools
from labs.kubernetes.applying import remove
from labs.kubernetes.cluster import Cluster
from labs.kubernetes.errors import (
    NoArmingError,
    NoContextError,
    NoLocalClusterError,
    ToolMissingError,
)
from labs.kubernetes.kubectl import cluster_of, contexts
from labs.kubernetes.manifests.pods import LAB_LABEL
from labs.kubernetes.memory import memory_by_pod
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.part import PodPart
from labs.kubernetes.plan import Plan, namespace_of
from labs.kubernetes.providers import Chosen, choose
from labs.kubernetes.seen import SeenPart, seen
from labs.local.directories import LabDirectory, default_base, lab_directory
from labs.local.errors import NoSuchLabError, UnknownPartError
from labs.local.healing import heal
from labs.local.lock import held, is_held
from labs.local.plan import Owner
from labs.local.starting import start
from labs.runtime import LabError, LabStatus, Part, Progress, Shortage, State
from labs.supervising.ending import end

if TYPE_CHECKING:
    from generators.blueprint import Blueprint

STOPPED_WITHIN_S = 30.0
SUPERVISOR = "labs.kubernetes.supervisor"


class KubernetesRuntime:
    """Runs each lab in a namespace of its own, whose ports a supervisor holds on loopback."""

    name = "kubernetes"

    def __init__(self, options: KubernetesOptions | None = None) -> None:
        self._options = options or KubernetesOptions()

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
        from labs.kubernetes.preparing import prepare

        chosen = self._chosen()
        self._stop(lab)
        directory = self._directory(lab)
        with held(directory, STOPPED_WITHIN_S) as lock:
            try:
                owner = Owner.of_lab(owner_pid)
                prepare(blueprint, directory, chosen, self._options, owner, on_progress)
                start(directory, lock, on_progress, SUPERVISOR)
            except BaseException:
                heal(directory)
                if not chosen.exists:
                    with suppress(LabError):
                        chosen.provider.unmake()
                raise
        return self.status(lab)

    def status(self, lab: str = "shop") -> LabStatus:
        """The lab as it is now; `up=False` where there is none.

        Raises:
            UnreachableError: there should be one, and the cluster does not answer.
        """
        plan = self._plan(lab)
        if plan is None:
            return LabStatus(lab=lab, runtime=self.name, up=False)
        with cluster_of(plan.context) as cluster:
            found = _look(cluster, plan)
            memory = memory_by_pod(cluster, plan.namespace)
        parts = tuple(_part(each, plan, memory) for each in found)
        return LabStatus(
            lab=lab,
            runtime=self.name,
            up=not any(part.state is State.STARTING and not part.restarts for part in parts),
            gateway_url=plan.gateway_url,
            uptime_s=time.time() - plan.made_at_s,
            parts=parts,
            endpoints=plan.endpoints(),
            traces=str(self._directory(lab).traces),
            databases=plan.database_urls(),
        )

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

    def kill(self, part: str, *, lab: str = "shop") -> None:
        """End a part at once (SIGKILL, from within). Its node starts it again in the same pod."""
        with self._found(part, lab) as found:
            found.kill()

    def pause(self, part: str, *, lab: str = "shop") -> None:
        """Freeze a part: it holds its connections and answers nothing.

        Until its liveness probe has failed often enough: then its node starts it anew.
        """
        with self._found(part, lab) as found:
            found.pause()

    def resume(self, part: str, *, lab: str = "shop") -> None:
        """Let a paused part go on."""
        with self._found(part, lab) as found:
            found.resume()

    def arm(self, part: str, points: str, *, lab: str = "shop") -> None:
        """Crash points cannot be armed in a cluster.

        Raises:
            NoArmingError: always.
        """
        del points, lab
        raise NoArmingError(part)

    def logs(self, part: str, *, lab: str = "shop", lines: int = 50) -> Sequence[str]:
        """The last lines a part wrote."""
        with self._found(part, lab) as found:
            return found.logs(lines)

    def _stop(self, lab: str) -> tuple[Chosen | None, bool]:
        """Leave nothing of a lab in its cluster: which that is, and whether there was anything."""
        directory = self._directory(lab)
        plan, was_up = Plan.read(directory), is_held(directory)
        if was_up:
            end(directory, STOPPED_WITHIN_S)
        with held(directory, STOPPED_WITHIN_S):
            heal(directory)
        try:
            chosen = self._chosen(plan.context if plan else None)
        except (ToolMissingError, NoContextError, NoLocalClusterError):
            return None, was_up
        if not chosen.exists:
            return chosen, was_up
        with cluster_of(chosen.context) as cluster:
            return chosen, remove(cluster, lab) or was_up

    @contextmanager
    def _found(self, name: str, lab: str) -> Iterator[PodPart]:
        plan = self._plan(lab)
        if plan is None:
            raise NoSuchLabError(lab)
        with cluster_of(plan.context) as cluster:
            parts = _look(cluster, plan)
            part = next((each for each in parts if each.name == name), None)
            if part is None:
                raise UnknownPartError(name, ", ".join(each.name for each in parts))
            yield PodPart(cluster, part)

    def _chosen(self, context: str | None = None) -> Chosen:
        return choose(contexts(), context or self._options.context)

    def _plan(self, lab: str) -> Plan | None:
        """Of a lab that somebody owns: what a crash left is no lab."""
        directory = self._directory(lab)
        return Plan.read(directory) if is_held(directory) else None

    def _directory(self, lab: str) -> LabDirectory:
        usual = default_base()
        base = self._options.base or usual.with_name(f"{usual.name}-kubernetes")
        return lab_directory(lab, base)


def _others(cluster: Cluster, lab: str) -> bool:
    """Whether the cluster has a lab beside this one."""
    labs = cluster.find("v1", "Namespace", labels=LAB_LABEL)
    return any(each["metadata"]["name"] != namespace_of(lab) for each in labs)


def _look(cluster: Cluster, plan: Plan) -> tuple[SeenPart, ...]:
    return tuple(seen(plan.workloads, cluster.find("v1", "Pod", plan.namespace)))


def _part(found: SeenPart, plan: Plan, memory: Mapping[str, float]) -> Part:
    pod = found.pod["metadata"]["name"] if found.pod else ""
    return Part(
        name=found.name,
        kind=found.workload.kind,
        state=found.condition.state,
        address=plan.addresses.get(found.name, ""),
        restarts=found.condition.restarts,
        memory_mb=memory.get(pod, 0.0),
        reason=found.condition.reason,
    )
