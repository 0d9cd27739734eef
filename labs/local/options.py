"""What a lab of local processes lets one choose."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from labs.supervising.options import LabOptions

LAUNCH = (sys.executable, "-m", "labs.commerce.launch")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalOptions(LabOptions):
    """What processes let one choose beside."""

    ready_within_s: float = 30.0
    restart_after_s: float = 2.0
    """How long a part that ended stays down."""
    launch: tuple[str, ...] = LAUNCH
    """The program that forks the services."""
    stores: Mapping[str, str] = field(default_factory=dict)
    """Store -> URL of one that runs outside the lab."""
