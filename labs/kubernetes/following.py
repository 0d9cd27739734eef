"""Traces of a lab's pods, brought here as they come: two logs are followed."""

from labs.kubernetes.holding import Held
from labs.kubernetes.manifests.collector import COLLECTOR
from labs.kubernetes.manifests.entrance import GATEWAY
from labs.kubernetes.plan import Plan
from labs.supervising.directories import LabDirectory

_FROM_NOW = ("--since", "1s")
"""What came before is here already."""


def follows(plan: Plan, directory: LabDirectory) -> tuple[Held, ...]:
    """The spans that the collector prints, and the gateway's access log."""
    places = {COLLECTOR: directory.spans(COLLECTOR), GATEWAY: directory.access_log}
    at = ("--namespace", plan.namespace, "logs", "--follow")
    return tuple(
        Held((*at, f"deployment/{part}"), place, later=_FROM_NOW) for part, place in places.items()
    )
