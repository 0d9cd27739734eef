"""From a written project to healthy containers, told step by step."""

import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from requests.exceptions import RequestException

from labs.docker.asking import refusal
from labs.docker.containers import AT_ONCE, PROJECT, SERVICE, condition, last_line
from labs.docker.engine import NO_ROOM
from labs.docker.errors import ComposeFailedError, EngineDiskFullError, NoEngineError
from labs.docker.plan import Container, Plan
from labs.runtime import LabError, Progress, State
from labs.supervising.errors import NotReadyError, PartEndedError, PortBusyError

if TYPE_CHECKING:
    from docker import DockerClient

LOOK_EVERY_S = 0.2
LAST_LINES = 50
"""Of what ended. Who meets a full disk says so, and then a lot more."""
DEATHS = 3
"""The engine starts what ended again: on a machine with too much to do a second try may do."""
_TAKEN = re.compile(r"(?:port is already allocated|address already in use)")
_PORT = re.compile(r"127\.0\.0\.1:(\d+)")

_BETWEEN_STARTS = "is unhealthy"

Event = Mapping[str, Any]
Compose = subprocess.Popen[str]


class Start:
    """One start of a project: compose works, and the engine tells how each container fares."""

    def __init__(
        self, client: "DockerClient", plan: Plan, on_progress: Callable[[Progress], None]
    ) -> None:
        self._client = client
        self._plan = plan
        self._on_progress = on_progress
        self._begin = time.monotonic()
        self._waiting = {c.service for c in plan.containers}
        self._begun: set[str] = set()
        """Services that run, and were not ready when they were looked at last."""
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._ends: Counter[str] = Counter()
        self._events: SimpleQueue[Event | None] = SimpleQueue()

    def run(self, begin: Callable[[], Compose], given_up: Callable[[], bool]) -> bool:
        """Return when every container is healthy; False as soon as `given_up` says so.

        Raises:
            LabError: a container ended or stays unhealthy, compose failed, or the engine is gone.
        """
        compose = begin()
        while self._waiting or compose.poll() is None:
            if given_up():
                return False
            for event in self._told():
                self._take(event)
            self._ask()
            if compose.poll():
                compose = self._once_more(compose, begin)
            if self._elapsed_s() > self._plan.ready_within_s:
                raise self._not_ready()
        return True

    def listen(self) -> None:
        """Hear from now on what becomes of the project's containers."""
        filters = {"label": f"{PROJECT}={self._plan.project}", "type": "container"}
        stream = self._client.events(decode=True, filters=filters)

        def hear() -> None:
            try:
                for event in stream:
                    self._events.put(event)
            except (RequestException, OSError):
                pass
            self._events.put(None)

        threading.Thread(target=hear, daemon=True).start()

    def _told(self) -> Iterator[Event]:
        """What has been told since the last time, after a short wait for more."""
        try:
            event = self._events.get(timeout=LOOK_EVERY_S)
            while True:
                if event is None:
                    raise NoEngineError("the engine stopped telling")
                yield event
                event = self._events.get_nowait()
        except Empty:
            return

    def _take(self, event: Event) -> None:
        container = self._plan.of_service(event["Actor"]["Attributes"].get(SERVICE, ""))
        if container is None:
            return
        if event["Action"] == "die":
            self._ends[container.service] += 1
            if self._ends[container.service] == DEATHS:
                raise self._ended(container, int(event["Actor"]["Attributes"]["exitCode"]))
            self._begun.discard(container.service)
        if event["Action"] == "health_status: healthy":
            self._ready(container)
        if event["Action"] == "start":
            self._begun.add(container.service)
            self._on_progress(Progress(container.part, State.STARTING, self._elapsed_s()))

    def _ask(self) -> None:
        """Those that say themselves how they are need not wait for the engine's next check."""
        late = [c for c in self._plan.containers if c.answers and c.service in self._begun]
        for container, refused in zip(late, self._pool.map(refusal, late), strict=True):
            if refused is None:
                self._ready(container)

    def _ready(self, container: Container) -> None:
        self._begun.discard(container.service)
        if container.service in self._waiting:
            self._waiting.discard(container.service)
            self._on_progress(Progress(container.part, State.READY, self._elapsed_s()))

    def _ended(self, container: Container, status: int) -> LabError:
        found = self._found(container)
        said = found.logs(tail=LAST_LINES).decode(errors="replace") if found else ""
        full = next((line for line in said.splitlines() if NO_ROOM in line.lower()), "")
        if full:
            return EngineDiskFullError(last_line(full))
        return PartEndedError(container.part, status, last_line(said))

    def _not_ready(self) -> LabError:
        """Of those that are late the one that was asked and refused; else any."""
        late = [c for c in self._plan.containers if c.service in self._waiting]
        reasons = {c.part: self._refusal(c) for c in late}
        part = next((part for part, reason in reasons.items() if reason), late[0].part)
        return NotReadyError(part, self._elapsed_s(), reasons[part])

    def _refusal(self, container: Container) -> str:
        if container.answers:
            return refusal(container) or ""
        found = self._found(container)
        return condition(found.attrs)[1] if found else ""

    def _found(self, container: Container) -> Any:  # noqa: ANN401 - the library's container
        name = f"{SERVICE}={container.service}"
        labels = [f"{PROJECT}={self._plan.project}", name]
        found = self._client.containers.list(all=True, filters={"label": labels})
        return found[0] if found else None

    def _once_more(self, failed: Compose, begin: Callable[[], Compose]) -> Compose:
        """Compose gives up on a container that is started again at this moment; we do not."""
        said = failed.stderr.read() if failed.stderr else ""
        if self._ends and _BETWEEN_STARTS in said:
            return begin()
        raise self._failure(said, failed.returncode)

    def _failure(self, said: str, status: int) -> LabError:
        if NO_ROOM in said:
            return EngineDiskFullError(last_line(said))
        if _TAKEN.search(said) and (port := _PORT.search(said)):
            return PortBusyError(self._part_at(int(port[1])), int(port[1]))
        return ComposeFailedError(last_line(said) or f"status {status}")

    def _part_at(self, port: int) -> str:
        return next((c.part for c in self._plan.containers if c.port == port), "gateway")

    def _elapsed_s(self) -> float:
        return time.monotonic() - self._begin
