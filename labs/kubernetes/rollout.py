"""From applied objects to ready pods, told step by step."""

import threading
import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue

from labs.kubernetes.cluster import Change, Cluster
from labs.kubernetes.condition import Trouble
from labs.kubernetes.errors import (
    BadSettingError,
    ImageNotPulledError,
    NoRoomError,
    NotCreatedError,
    OutOfMemoryError,
)
from labs.kubernetes.objects import Json, Reference, reference
from labs.kubernetes.plan import Plan
from labs.kubernetes.seen import SeenPart, seen
from labs.runtime import LabError, Progress, State
from labs.supervising.errors import NotReadyError, PartEndedError

LOOK_EVERY_S = 0.5
ROOM_WITHIN_S = 30.0
"""A cluster may make room: pods of an earlier lab go, or a node is added."""
CRASHES = 3
"""A part that ended so often while it started will do so again: its stores are there by then."""


class Rollout:
    """One start of a lab: the cluster works, and we watch its pods."""

    def __init__(
        self, cluster: Cluster, plan: Plan, on_progress: Callable[[Progress], None]
    ) -> None:
        self._cluster = cluster
        self._plan = plan
        self._on_progress = on_progress
        self._begin = time.monotonic()
        self._pods: dict[Reference, Json] = {}
        self._told: dict[str, State] = {}
        self._heard: SimpleQueue[Change | LabError] = SimpleQueue()

    def run(self, given_up: Callable[[], bool]) -> bool:
        """Return when every part is ready; False as soon as `given_up` says so.

        Raises:
            LabError: a part cannot get ready, or did not in time.
        """
        threading.Thread(target=self._listen, daemon=True).start()
        while not given_up():
            self._take_news()
            parts = tuple(seen(self._plan.workloads, tuple(self._pods.values())))
            self._tell(parts)
            if all(part.condition.state is State.READY for part in parts):
                return True
            self._judge(parts)
        return False

    def _listen(self) -> None:
        try:
            for change in self._cluster.watch(
                "v1", "Pod", self._plan.namespace, within_s=self._plan.ready_within_s
            ):
                self._heard.put(change)
        except LabError as error:
            self._heard.put(error)

    def _take_news(self) -> None:
        """What has been heard since the last time, after a short wait for more."""
        try:
            change = self._heard.get(timeout=LOOK_EVERY_S)
            while True:
                self._take(change)
                change = self._heard.get_nowait()
        except Empty:
            return

    def _take(self, change: Change | LabError) -> None:
        if isinstance(change, LabError):
            raise change
        if change.gone:
            self._pods.pop(reference(change.object), None)
        else:
            self._pods[reference(change.object)] = change.object

    def _tell(self, parts: Iterable[SeenPart]) -> None:
        for part in parts:
            state = part.condition.state
            if part.pod is not None and self._told.get(part.name) is not state:
                self._told[part.name] = state
                self._on_progress(Progress(part.name, state, self._elapsed_s()))

    def _judge(self, parts: tuple[SeenPart, ...]) -> None:
        for part in parts:
            if (error := self._hopeless(part)) is not None:
                raise error
        late = [part for part in parts if part.condition.state is not State.READY]
        if missing := [part for part in late if part.pod is None]:
            self._raise_what_is_not_created(missing)
        if self._elapsed_s() > self._plan.ready_within_s:
            told = next((part for part in late if part.condition.reason), late[0])
            reason = self._last_words(told) or self._warning(told) or told.condition.reason
            raise NotReadyError(told.name, self._elapsed_s(), reason)

    def _hopeless(self, part: SeenPart) -> LabError | None:
        """Why a part will not get ready however long one waits."""
        said = part.condition
        match said.trouble:
            case Trouble.IMAGE:
                return ImageNotPulledError(part.name, _image(part), said.reason)
            case Trouble.SETTING:
                return BadSettingError(part.name, said.reason)
            case Trouble.MEMORY if said.restarts >= CRASHES:
                return OutOfMemoryError(part.name, _memory_limit(part))
            case Trouble.CRASH if said.restarts >= CRASHES:
                reason = self._last_words(part, previous=True) or said.reason
                return PartEndedError(part.name, said.status, reason)
            case Trouble.ROOM if self._elapsed_s() > ROOM_WITHIN_S:
                return NoRoomError(part.name, said.reason)
        return None

    def _raise_what_is_not_created(self, missing: Iterable[SeenPart]) -> None:
        """Pods that are refused are told of by the Deployment that wants them."""
        found = self._cluster.find("apps/v1", "Deployment", self._plan.namespace)
        refused = {each["metadata"]["name"]: _refusal(each) for each in found}
        for part in missing:
            if reason := refused.get(part.workload.name):
                raise NotCreatedError(part.name, reason)

    def _last_words(self, part: SeenPart, *, previous: bool = False) -> str:
        if part.pod is None:
            return ""
        container = part.pod["spec"]["containers"][0]["name"]
        at = reference(part.pod)._replace(api="v1", kind="Pod")
        try:
            lines = self._cluster.log(at, container, lines=5, previous=previous)
        except LabError:
            return ""  # it never ran, or its node does not answer
        return next((line for line in reversed(lines) if line.strip()), "")

    def _warning(self, part: SeenPart) -> str:
        """What the cluster warned of last about a part's pod: only events tell of its volumes."""
        if part.pod is None:
            return ""
        try:
            events = self._cluster.find("v1", "Event", self._plan.namespace)
        except LabError:
            return ""  # an account need not be allowed to read events
        own = [
            each
            for each in events
            if each.get("type") == "Warning"
            and (each.get("involvedObject") or {}).get("name") == part.pod["metadata"]["name"]
        ]
        last = max(own, key=lambda each: str(each.get("lastTimestamp") or ""), default={})
        return ": ".join(str(last[key]) for key in ("reason", "message") if last.get(key))

    def _elapsed_s(self) -> float:
        return time.monotonic() - self._begin


def _image(part: SeenPart) -> str:
    return str(part.pod["spec"]["containers"][0]["image"]) if part.pod else ""


def _memory_limit(part: SeenPart) -> str:
    container = part.pod["spec"]["containers"][0] if part.pod else {}
    limits = (container.get("resources") or {}).get("limits") or {}
    return str(limits.get("memory", ""))


def _refusal(deployment: Json) -> str:
    for each in (deployment.get("status") or {}).get("conditions") or []:
        if each["type"] == "ReplicaFailure" and each["status"] == "True":
            return str(each.get("message", ""))
    return ""
