"""How many connections one process may hold."""

import sys

_SPARE = 256
"""Files of the process itself."""


def connections_at_once(wanted: int) -> int:
    """`wanted`, or as many as the system lets this process have open."""
    if sys.platform == "win32":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted + _SPARE and soft != resource.RLIM_INFINITY:
        most = wanted + _SPARE if hard == resource.RLIM_INFINITY else min(wanted + _SPARE, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return wanted if soft == resource.RLIM_INFINITY else max(1, min(wanted, soft - _SPARE))
