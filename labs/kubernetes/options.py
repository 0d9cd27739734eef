"""What a lab in a cluster lets one choose."""

from collections.abc import Callable
from dataclasses import dataclass

from labs.kubernetes.errors import NoImageError
from labs.runtime import Progress
from labs.supervising.options import LabOptions

IMAGE_VARIABLE = "WORKBENCH_SHOP_IMAGE"
"""Names an image of the shop that the cluster can have without us."""


def no_image(_: Callable[[Progress], None]) -> str:
    """Where nothing builds it.

    Raises:
        NoImageError: always.
    """
    raise NoImageError(IMAGE_VARIABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesOptions(LabOptions):
    """What a cluster lets one choose beside."""

    context: str | None = None
    """Of kubectl; without it a cluster of this machine."""
    image: str = ""
    """The shop's, where it is in the cluster or a registry; else it is built here and brought."""
    build: Callable[[Callable[[Progress], None]], str] = no_image
    """Builds the shop's image on this machine and gives its name."""
