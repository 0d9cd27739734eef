"""What a lab in a cluster needs of this machine, and how to get it."""

import shutil
from collections.abc import Sequence

from labs.kubernetes.kubectl import KUBECTL, cluster_of, contexts
from labs.kubernetes.providers import choose
from labs.kubernetes.versions import supported_version
from labs.runtime import LabError, Shortage


def shortages(context: str | None) -> Sequence[Shortage]:
    """What is missing; empty where there is a cluster that answers, or one can be made."""
    if shutil.which(KUBECTL) is None:
        return [Shortage(KUBECTL, "install-kubectl")]
    try:
        chosen = choose(contexts(), context)
        if chosen.exists:
            with cluster_of(chosen.context) as cluster:
                supported_version(cluster)
    except LabError as error:
        params = {name: str(value) for name, value in error.params.items()}
        return [Shortage("Kubernetes", error.code, params)]
    return [] if chosen.exists or _engine() else [Shortage("Docker", "docker-engine")]


def _engine() -> bool:
    """Whether there is an engine to make a cluster on."""
    from labs.docker.engine import find_engine

    return find_engine() is not None
