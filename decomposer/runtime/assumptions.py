"""What the model takes for granted. Every figure can be replaced by a measured one."""

from dataclasses import dataclass


class BadAssumptionError(ValueError):
    """A figure that no system can have."""

    def __init__(self, name: str, value: float) -> None:
        self.name = name
        self.value = value
        super().__init__(name)


@dataclass(frozen=True, slots=True)
class Range:
    """From the kinder to the harsher end of what is plausible."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Defaults were measured on the course's own shop, on two shared cores with its local runtime.

    A checkout of nine visits took 7 ms (p50) and 12 ms (p95) in the monolith, 14 and 22 ms over
    four hops: 0.8 ms a visit, 1 to 2 ms a hop, a tail of 1.7.
    """

    hop_ms: Range = Range(1.0, 2.0)
    """Median of a call over the network, there and back. Within a process a call takes none."""
    work_ms: float = 0.8
    """Median of what a module does for one call."""
    tail: float = 1.7
    """p95 over p50 of a hop and of a visit; both are taken to be log-normal."""
    availability: Range = Range(0.999, 0.9995)
    """Of one service, its database included; services fail independently."""
    failure: float = 0.01
    """Of one call over the network."""
    retries: int = 2
    """After the first attempt, by every caller."""
    samples: int = 20_000
    seed: int = 1

    def __post_init__(self) -> None:
        positive = {"hop_ms": self.hop_ms.low, "work_ms": self.work_ms, "tail": self.tail - 1.0}
        for name, value in positive.items():
            if value < 0:
                raise BadAssumptionError(name, value)
        shares = {"availability": self.availability.low, "failure": self.failure}
        for name, share in shares.items():
            if not 0.0 <= share <= 1.0:
                raise BadAssumptionError(name, share)
        if self.hop_ms.high < self.hop_ms.low:
            raise BadAssumptionError("hop_ms", self.hop_ms.high)
        if not self.availability.low <= self.availability.high <= 1.0:
            raise BadAssumptionError("availability", self.availability.high)
        if self.retries < 0:
            raise BadAssumptionError("retries", self.retries)


DEFAULTS = Assumptions()
