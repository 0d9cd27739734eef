"""How much of its node a container may take: as designed, or less for a while. Pure."""

from labs.kubernetes.memory import megabytes
from labs.kubernetes.objects import Json

MOST_CPUS = "64"
"""Stands for no limit: a running container's limit can be changed, and not be taken off."""


def limited(designed: Json, cpus: float | None, memory_mb: float | None) -> Json:
    """The designed resources with no more, of what is not None, than this.

    What is asked for may not exceed what is allowed, nor become the same where it was not: both
    together make a class of service, which a running pod keeps.
    """
    limits, requests = _both(designed)
    if cpus is not None:
        _lower(limits, requests, "cpu", cpus, thousandths(cpus))
    if memory_mb is not None:
        _lower(limits, requests, "memory", memory_mb, f"{round(memory_mb)}Mi")
    return {"limits": limits, "requests": requests}


def unlimited(designed: Json, now: Json) -> Json:
    """The designed resources of a container that has these now."""
    limits, requests = _both(designed)
    if "cpu" in (now.get("limits") or {}):
        limits.setdefault("cpu", MOST_CPUS)
    return {"limits": limits, "requests": requests}


def thousandths(cores: float) -> str:
    """Cores as the API writes parts of one."""
    return f"{max(1, round(cores * 1000))}m"


def cores(quantity: str) -> float:
    """A quantity of the API (`250m`) in cores."""
    if quantity.endswith("m"):
        return float(quantity.removesuffix("m")) / 1000
    return float(quantity)


def _both(resources: Json) -> tuple[dict[str, str], dict[str, str]]:
    return dict(resources.get("limits") or {}), dict(resources.get("requests") or {})


def _lower(
    limits: dict[str, str], requests: dict[str, str], what: str, most: float, quantity: str
) -> None:
    asked = requests.get(what, "0")
    amount = cores(asked) if what == "cpu" else megabytes(asked)
    if asked == limits.get(what):
        requests[what] = quantity
    elif amount >= most:
        requests[what] = thousandths(most / 2) if what == "cpu" else f"{round(most / 2)}Mi"
    limits[what] = quantity
