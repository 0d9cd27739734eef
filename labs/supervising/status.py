"""What a plan and a look at its parts make of a lab that somebody owns."""

import time
from collections.abc import Iterable, Mapping
from typing import Protocol

from labs.runtime import LabStatus, Part
from labs.supervising.directories import LabDirectory


class Described(Protocol):
    """What every runtime's plan tells of its lab."""

    @property
    def lab(self) -> str:
        """Its name."""
        ...

    @property
    def made_at_s(self) -> float:
        """Since the epoch."""
        ...

    @property
    def gateway_url(self) -> str:
        """Where clients come in."""
        ...

    @property
    def stands_in(self) -> Mapping[str, str]:
        """What is designed and cannot be had here -> what does its work."""
        ...

    def endpoints(self) -> Mapping[str, str]:
        """Where each part is reached from this machine."""
        ...

    def database_urls(self) -> Mapping[str, str]:
        """The URL of each service's database, from this machine."""
        ...


def status_of(
    plan: Described, directory: LabDirectory, runtime: str, parts: Iterable[Part]
) -> LabStatus:
    """The lab, which is up from the moment that every part was ready for the first time."""
    return LabStatus(
        lab=plan.lab,
        runtime=runtime,
        up=directory.came_up.exists(),
        gateway_url=plan.gateway_url,
        uptime_s=time.time() - plan.made_at_s,
        parts=tuple(parts),
        endpoints=plan.endpoints(),
        traces=str(directory.traces),
        stands_in=plan.stands_in,
        databases=plan.database_urls(),
    )
