"""Faults by name: what can be broken on purpose, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labs.runtime import LabError, Limitable, Partitionable, Runtime


class UnknownFaultError(LabError):
    """There is no fault of that name."""

    code = "unknown-fault"

    def __init__(self, fault: str, known: str) -> None:
        super().__init__(fault=fault, known=known)


class FaultNotPossibleError(LabError):
    """The runtime has no means for this fault."""

    code = "fault-not-possible"

    def __init__(self, fault: str, runtime: str) -> None:
        super().__init__(fault=fault, runtime=runtime)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that can be done to a part of a lab.

    Its words are in the catalogue: `fault-<name>`, `fault-<name>-about`.
    """

    name: str
    inject: Callable[[Runtime, str, str], None]
    """Do it: runtime, part, lab."""
    heal: Callable[[Runtime, str, str], None]
    """Undo it; nothing where it heals by itself."""


def _kill(runtime: Runtime, part: str, lab: str) -> None:
    runtime.kill(part, lab=lab)


def _pause(runtime: Runtime, part: str, lab: str) -> None:
    runtime.pause(part, lab=lab)


def _resume(runtime: Runtime, part: str, lab: str) -> None:
    runtime.resume(part, lab=lab)


def _isolate(runtime: Runtime, part: str, lab: str) -> None:
    _network_of(runtime).isolate(part, lab=lab)


def _rejoin(runtime: Runtime, part: str, lab: str) -> None:
    _network_of(runtime).rejoin(part, lab=lab)


def _network_of(runtime: Runtime) -> Partitionable:
    """Local processes all listen on loopback: nothing lies between them that could be cut."""
    if not isinstance(runtime, Partitionable):
        raise FaultNotPossibleError("isolate", runtime.name)
    return runtime


def _unlimit(runtime: Runtime, part: str, lab: str) -> None:
    _measured(runtime).unlimit(part, lab=lab)


def _measured(runtime: Runtime) -> Limitable:
    """Local processes share the machine as it comes."""
    if not isinstance(runtime, Limitable):
        raise FaultNotPossibleError("limit", runtime.name)
    return runtime


def _by_itself(runtime: Runtime, part: str, lab: str) -> None:
    """A killed part is started again by the lab."""


KILL = Fault("kill", _kill, _by_itself)
PAUSE = Fault("pause", _pause, _resume)
ISOLATE = Fault("isolate", _isolate, _rejoin)
LITTLE_CPU = 0.05
"""Of one core: the part does its work, and everybody waits for it."""


def limit_to(cpus: float | None, memory_mb: float | None) -> Fault:
    """Leave a part only so much of the machine; None: what it has."""

    def limit(runtime: Runtime, part: str, lab: str) -> None:
        _measured(runtime).limit(part, cpus=cpus, memory_mb=memory_mb, lab=lab)

    return Fault("limit", limit, _unlimit)


LIMIT = limit_to(LITTLE_CPU, None)
FAULTS: Mapping[str, Fault] = {fault.name: fault for fault in (KILL, PAUSE, ISOLATE, LIMIT)}
"""Faults of a part. A declined payment is no fault of a part: see `labs.faults.payments`."""


def fault(name: str) -> Fault:
    """The fault of that name.

    Raises:
        UnknownFaultError: there is none.
    """
    try:
        return FAULTS[name]
    except KeyError:
        raise UnknownFaultError(name, ", ".join(FAULTS)) from None
