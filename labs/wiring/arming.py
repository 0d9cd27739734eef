"""Crash points of a replica that runs in a container of its own."""

from labs.commerce.platform.crash_points import parse
from labs.supervising.errors import NoCrashPointError


def arming_command(part: str, kind: str, points: str) -> list[str]:
    """What is run beside the replica, in its container.

    Raises:
        NoCrashPointError: there is no such point, or the part has none.
    """
    try:
        parse(points)
    except ValueError:
        raise NoCrashPointError(part, points) from None
    if kind == "server":
        raise NoCrashPointError(part, points)
    return ["python", "-m", "labs.commerce.arming", *points.split()]
