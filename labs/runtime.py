"""The port every lab runtime fulfils: local processes, Docker, Kubernetes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

if TYPE_CHECKING:  # supervisors read this file, too, and stay small without the blueprint's model
    from generators.blueprint import Blueprint


Param = str | int | float


class State(StrEnum):
    """The state of one server or service of a lab, or of an image that it needs."""

    FETCHING = "fetching"
    """Its image is on its way here."""
    BUILDING = "building"
    """Its image is being made."""
    LEFT_OUT = "left-out"
    """The runtime has no place for it."""
    STARTING = "starting"
    READY = "ready"
    UNREADY = "unready"
    """It was ready, still runs, and says that it cannot do its work now."""
    PAUSED = "paused"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Part:
    """One server or service replica of a running lab, as last observed."""

    name: str
    """`orders`, `orders-2` for a further replica, `postgres`, `valkey`, `nats`, `gateway`."""
    kind: str
    """`service`, `companion` (the shop's pages, the outside world) or `server`."""
    state: State
    address: str = ""
    """`host:port` on loopback."""
    restarts: int = 0
    memory_mb: float = 0.0
    """Proportional set size."""
    cpu_s: float = 0.0
    """Processor time since it started last, in seconds of one core; 0 where nobody counts it."""
    reason: str = ""
    """Why it is not ready, with its last log line."""
    processes: tuple[int, ...] = ()
    """Process numbers on this machine, where it has any."""


@dataclass(frozen=True, slots=True)
class LabStatus:
    """A lab at one moment."""

    lab: str
    runtime: str
    up: bool
    gateway_url: str = ""
    uptime_s: float = 0.0
    parts: tuple[Part, ...] = ()
    endpoints: Mapping[str, str] = field(default_factory=dict)
    """Further addresses: `postgres`, `valkey`, `nats`, `gateway-admin`, each service's base URL."""
    traces: str = ""
    """Folder of the spans that the services write, and of the gateway's access log."""
    stands_in: Mapping[str, str] = field(default_factory=dict)
    """What is designed and cannot be had here -> what does its work: `kafka` -> `nats`."""
    databases: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The URL of each service's database, with its password: for audits, not for printing."""

    def part(self, name: str) -> Part:
        """The part of that name.

        Raises:
            KeyError: there is none.
        """
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a start or stop: `part` entered `state` after `elapsed_s` seconds."""

    part: str
    state: State
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Shortage:
    """Something a runtime needs and this machine lacks."""

    what: str
    remedy: str
    """Message id of what to do about it: `remedy-<…>` in the catalogue."""
    params: Mapping[str, str] = field(default_factory=dict)


class LabError(Exception):
    """The root of what can go wrong in a lab. `code` is a message id: `lab-<code>`."""

    code = "failed"

    def __init__(self, **params: Param) -> None:
        self.params: Mapping[str, Param] = params
        super().__init__(params)

    def __str__(self) -> str:
        return f"{self.code}: {dict(self.params)}"

    @classmethod
    def reported(cls, code: str, params: Mapping[str, Param]) -> Self:
        """An error that another process met, as it told us."""
        error = cls(**params)
        error.code = code
        return error


class Runtime(Protocol):
    """Starts labs. Every method is safe to call twice."""

    name: str

    def shortages(self) -> Sequence[Shortage]:
        """What this machine lacks; empty when `up` can be tried."""
        ...

    def up(
        self,
        blueprint: "Blueprint",
        *,
        lab: str = "shop",
        owner_pid: int | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> LabStatus:
        """Start the blueprint's shop and return when every part is ready.

        A lab of that name that is already up is stopped first; what a crashed one left is removed.
        With `owner_pid` the lab ends when that process ends, however it ends.

        Raises:
            LabError: something did not become ready; nothing is left running.
        """
        ...

    def status(self, lab: str = "shop") -> LabStatus:
        """The lab as it is now; `up=False` where there is none."""
        ...

    def down(self, lab: str = "shop") -> bool:
        """Stop the lab and remove all of it. False where there was none."""
        ...

    def kill(self, part: str, *, lab: str = "shop") -> None:
        """End a part at once (SIGKILL). It is started again after the lab's restart delay."""
        ...

    def pause(self, part: str, *, lab: str = "shop") -> None:
        """Freeze a part: it holds its connections and answers nothing."""
        ...

    def resume(self, part: str, *, lab: str = "shop") -> None:
        """Let a paused part go on."""
        ...

    def arm(self, part: str, points: str, *, lab: str = "shop") -> None:
        """Have a service end itself (SIGKILL) at the first of these crash points it comes to.

        It has taken that up when this returns. Points are separated by spaces
        (`after-commit:OrderCreated:3`: at the third pass); none takes back what was armed. Like a
        killed part it is started again, and is not armed then.

        Raises:
            LabError: the part has no such crash point, or is down or paused.
        """
        ...

    def logs(self, part: str, *, lab: str = "shop", lines: int = 50) -> Sequence[str]:
        """The last lines a part wrote."""
        ...


@runtime_checkable
class Limitable(Protocol):
    """What a runtime can do beside that, which says how much of the machine a part may take."""

    def limit(
        self, part: str, *, cpus: float | None, memory_mb: float | None, lab: str = "shop"
    ) -> None:
        """Let a part take no more, of what is not None, than this. Safe to call twice.

        Raises:
            LabError: the part holds more memory than that already.
        """
        ...

    def unlimit(self, part: str, *, lab: str = "shop") -> None:
        """Give a part back what its design allows it. Safe to call twice."""
        ...


@runtime_checkable
class Partitionable(Protocol):
    """What a runtime can do beside that, whose parts have a network between them."""

    def isolate(self, part: str, *, lab: str = "shop") -> None:
        """Cut a part off from all others: it runs, and nobody hears of it. Safe to call twice."""
        ...

    def rejoin(self, part: str, *, lab: str = "shop") -> None:
        """Let a part that was cut off back in, under its old names. Safe to call twice."""
        ...
