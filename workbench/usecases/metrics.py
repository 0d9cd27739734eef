"""How the services of a running lab fare."""

from labs.observe.metrics import Figures, read_metrics
from labs.runtime import LabStatus

_SERVERS = "server"


def metrics_of(status: LabStatus) -> tuple[Figures, ...]:
    """The figures of each replica, in the order of the lab's parts."""
    parts = (part for part in status.parts if part.kind != _SERVERS)
    return read_metrics({part.name: f"http://{part.address}" for part in parts})
