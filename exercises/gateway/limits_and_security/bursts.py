"""Bursts of requests, and how many of them passed."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from exercises.gateway.evidence import GatewayEvidence
from exercises.grading.bench import Stand
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.model import Finding

LIMITED = 429
WINDOW_S = 60


@dataclass(frozen=True, slots=True)
class Burst:
    """Requests sent as fast as they were answered."""

    scope: str
    name: str
    who: str
    path: str
    sent: int
    passed: int
    allowed: int
    """What the task's limit lets through at once."""
    seconds: float

    @property
    def refilled(self) -> int:
        """The tokens that a right bucket gained while the burst lasted."""
        return ceil(self.allowed * self.seconds / WINDOW_S)

    @property
    def held(self) -> bool:
        """Whether as many passed as the limit allows, or all where fewer were sent."""
        least = min(self.sent, self.allowed)
        return least <= self.passed <= min(self.sent, self.allowed + self.refilled)

    def __str__(self) -> str:
        return (
            f"{self.sent} × GET {self.path} by {self.who} in {self.seconds:.2f} s → "
            f"{self.passed} passed, {self.sent - self.passed} got {LIMITED}; "
            f"allowed {self.allowed}"
        )


@dataclass(frozen=True, slots=True)
class Bursts:
    """Every burst that was sent."""

    evidence: GatewayEvidence
    all: tuple[Burst, ...]


def burst(  # noqa: PLR0913 - what is sent, and what is expected of it
    stand: Stand,
    path: str,
    count: int,
    headers: Mapping[str, str],
    *,
    scope: str,
    name: str = "",
    who: str,
    allowed: int,
) -> Burst:
    """Send `count` requests one after the other and count the refusals."""
    begin = time.monotonic()
    statuses = [stand.send("GET", path, headers=headers).status for _ in range(count)]
    passed = count - statuses.count(LIMITED)
    return Burst(scope, name, who, path, count, passed, allowed, time.monotonic() - begin)


def limits_hold(bursts: Bursts) -> Iterator[Finding]:
    """A burst is cut where the task says, and not before."""
    for sent in bursts.all:
        if not sent.held:
            section = {"global": "global", "service": "services", "tier": "tiers"}[sent.scope]
            at = ("gateway", "limits", section, *((sent.name,) if sent.name else ()))
            yield located(
                bursts.evidence.source,
                at,
                "limit-wrong",
                "4.3#layers-of-limits",
                evidence=str(sent),
                scope=sent.scope,
                name=f" `{sent.name}`" if sent.name else "",
                requests=sent.allowed,
                given=sent.passed,
            )


LIVE_CHECKS = (Check("limits-hold-measured", limits_hold),)
