"""Requests and limits of containers."""

import re
from collections.abc import Iterator
from decimal import Decimal

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.pods import containers

_QUANTITY = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(n|u|m|[KMGTPE]i|[kMGTPE]|[eE][-+]?[0-9]+)?")
_UNITS = {
    "": Decimal(1),
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "m": Decimal("0.001"),
    "k": Decimal(10) ** 3,
    **{unit: Decimal(10) ** (3 * power) for power, unit in enumerate("MGTPE", start=2)},
    **{f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", start=1)},
}


def quantities(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Requests and limits are quantities, and a request fits under its limit."""
    for workload in cluster.makers():
        for container in containers(workload):
            requests, limits = (container.get("resources", key) for key in ("requests", "limits"))
            for resource, value in (*requests.entries(), *limits.entries()):
                if quantity(value) is None:
                    params = {"resource": resource, "value": value.text()}
                    yield workload.finding("quantity-malformed", value, **params)
            for resource, value in requests.entries():
                asked, most = quantity(value), quantity(limits.get(resource))
                if asked is not None and most is not None and asked > most:
                    params = {"resource": resource, "limit": limits.get(resource).text()}
                    asks = value.text()
                    yield workload.finding("request-above-limit", value, asked=asks, **params)


def requests_missing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Without requests the scheduler packs blindly, and the pod is the first to be evicted."""
    for workload in cluster.makers():
        for container in containers(workload):
            asked = container.get("resources", "requests") or container.get("resources", "limits")
            if not asked.entries():
                name = container.get("name").text()
                yield workload.finding("requests-missing", container, container=name)


def quantity(value: Value) -> Decimal | None:
    """The number that a Kubernetes quantity writes: `250m`, `512Mi`, `2`."""
    match = _QUANTITY.fullmatch(value.text())
    if match is None:
        return None
    number, unit = match.groups(default="")
    return Decimal(number) * _UNITS[unit] if unit in _UNITS else Decimal(f"{number}{unit}")


CHECKS = (quantities, requests_missing)
