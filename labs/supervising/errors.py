"""What can go wrong with a lab, wherever it runs."""

from pathlib import Path

from labs.runtime import LabError


class PortBusyError(LabError):
    """Another program listens where a part of the lab should."""

    code = "port-busy"

    def __init__(self, part: str, port: int) -> None:
        super().__init__(part=part, port=port)


class NoFreePortError(LabError):
    """Every port that labs may use is taken."""

    code = "no-free-port"

    def __init__(self, low: int, high: int) -> None:
        super().__init__(low=low, high=high)


class DiskFullError(LabError):
    """There is no room for the lab's data."""

    code = "disk-full"

    def __init__(self, path: Path, free_mb: int, needed_mb: int) -> None:
        super().__init__(path=str(path), free_mb=free_mb, needed_mb=needed_mb)


class NoPermissionError(LabError):
    """A directory that the lab needs belongs to somebody else or cannot be written."""

    code = "no-permission"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path=str(path), reason=reason)


class NotReadyError(LabError):
    """A part runs but did not become ready in time."""

    code = "not-ready"

    def __init__(self, part: str, waited_s: float, reason: str) -> None:
        super().__init__(part=part, waited_s=round(waited_s, 1), reason=reason)


class PartEndedError(LabError):
    """A part ended while the lab started."""

    code = "part-ended"

    def __init__(self, part: str, status: int, reason: str) -> None:
        super().__init__(part=part, status=status, reason=reason)


class LabBusyError(LabError):
    """Another process starts or stops the lab at this moment."""

    code = "busy"

    def __init__(self, lab: str) -> None:
        super().__init__(lab=lab)


class BadLabNameError(LabError):
    """A lab's name becomes part of paths, so it is letters, digits and hyphens only."""

    code = "bad-name"

    def __init__(self, lab: str, longest: int) -> None:
        super().__init__(lab=lab, longest=longest)


class NoSuchLabError(LabError):
    """The lab is not up."""

    code = "not-up"

    def __init__(self, lab: str) -> None:
        super().__init__(lab=lab)


class NoCrashPointError(LabError):
    """A part has no crash point of that name; servers have none at all."""

    code = "no-crash-point"

    def __init__(self, part: str, points: str) -> None:
        super().__init__(part=part, points=points)


class NotArmedError(LabError):
    """A service did not take up where it is to crash: it is down or paused."""

    code = "not-armed"

    def __init__(self, part: str) -> None:
        super().__init__(part=part)


class UnknownPartError(LabError):
    """The lab has no part of that name."""

    code = "unknown-part"

    def __init__(self, part: str, known: str) -> None:
        super().__init__(part=part, known=known)


class SupervisorLostError(LabError):
    """The process that owns the lab ended before the lab was ready."""

    code = "supervisor-lost"

    def __init__(self, lab: str, reason: str) -> None:
        super().__init__(lab=lab, reason=reason)
