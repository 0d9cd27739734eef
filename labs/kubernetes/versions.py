"""Which servers the generated manifests are for."""

import re

from labs.kubernetes.cluster import Cluster
from labs.kubernetes.errors import TooOldError

OLDEST = (1, 30)
"""The first whose containers can sleep before they stop (`lifecycle.preStop.sleep`)."""

_VERSION = re.compile(r"v?(\d+)\.(\d+)")


def supported_version(cluster: Cluster) -> str:
    """The version of a cluster's server.

    Raises:
        TooOldError: it lacks what the manifests use.
    """
    version = cluster.version()
    found = _VERSION.match(version)
    if found and (int(found[1]), int(found[2])) < OLDEST:
        raise TooOldError(cluster.name, version, ".".join(map(str, OLDEST)))
    return version
