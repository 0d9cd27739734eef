"""What a lab in containers lets one choose."""

from dataclasses import dataclass

from labs.supervising.options import LabOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerOptions(LabOptions):
    """What containers let one choose beside."""

    registry_mirror: str = ""
    """Where images come from in place of the public registry: `host:port/path`."""
    pull: bool = True
    """Whether images that the engine lacks may be fetched."""
