"""What a lab of local processes lets one choose."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

STORE_VARIABLES: Mapping[str, str] = {
    "mongodb": "WORKBENCH_MONGODB_URL",
    "elasticsearch": "WORKBENCH_ELASTICSEARCH_URL",
}
"""Store of a blueprint that no package brings -> the variable that says where one runs."""


def running_stores(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Store -> URL, for those that somebody runs."""
    return {
        store: environment[variable]
        for store, variable in STORE_VARIABLES.items()
        if environment.get(variable)
    }


@dataclass(frozen=True, slots=True)
class LocalOptions:
    """Choices with the defaults of a lab that is looked at rather than measured."""

    gateway_port: int | None = None
    """Where clients come in; any free port by default."""
    limits: bool = True
    """Whether the gateway enforces the blueprint's rate limits; off for load."""
    trace_ratio: float = 0.01
    """The part of all requests that are traced, beside a few each second that always are."""
    restart_after_s: float = 2.0
    """How long a part that ended stays down."""
    ready_within_s: float = 30.0
    ends_after_s: float = 8 * 3600.0
    """A lab that nobody takes down ends by itself."""
    launch: tuple[str, ...] = (sys.executable, "-m", "labs.commerce.launch")
    """The program that forks the services."""
    stores: Mapping[str, str] = field(default_factory=dict)
    """Store -> URL of one that runs outside the lab."""
    base: Path | None = None
    """Where labs keep their files; the user's own place by default."""
