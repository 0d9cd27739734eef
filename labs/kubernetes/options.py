"""What a lab in a cluster lets one choose."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from labs.kubernetes.errors import NoImageError
from labs.runtime import Progress

IMAGE_VARIABLE = "WORKBENCH_SHOP_IMAGE"
"""Names an image of the shop that the cluster can have without us."""


def no_image(_: Callable[[Progress], None]) -> str:
    """Where nothing builds it.

    Raises:
        NoImageError: always.
    """
    raise NoImageError(IMAGE_VARIABLE)


@dataclass(frozen=True, slots=True)
class KubernetesOptions:
    """Choices with the defaults of a lab that is looked at rather than measured."""

    context: str | None = None
    """Of kubectl; without it a cluster of this machine."""
    gateway_port: int | None = None
    """Where clients come in; any free port by default."""
    limits: bool = True
    """Whether the gateway enforces the blueprint's rate limits; off for load."""
    trace_ratio: float = 0.01
    """The part of all requests that are traced."""
    image: str = ""
    """The shop's, where it is in the cluster or a registry; else it is built here and brought."""
    build: Callable[[Callable[[Progress], None]], str] = no_image
    """Builds the shop's image on this machine and gives its name."""
    ready_within_s: float = 180.0
    ends_after_s: float = 8 * 3600.0
    """A lab that nobody takes down ends by itself."""
    base: Path | None = None
    """Where labs keep their files; the user's own place by default."""
