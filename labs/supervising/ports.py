"""Free ports on loopback."""

import random
import socket
from collections.abc import Iterator
from pathlib import Path

from labs.supervising.errors import NoFreePortError, PortBusyError

LOW = 20000
EPHEMERAL = 32768
"""Where Linux starts to hand out ports to outgoing connections; a fixed port there may clash."""
LOOPBACK = "127.0.0.1"


def free_ports(count: int) -> tuple[int, ...]:
    """`count` different ports on which nobody listens.

    The search starts at random, so that labs which start together seldom meet; a port that is
    taken before its part starts is found by the start, which is then tried with others.

    Raises:
        NoFreePortError: the range is exhausted.
    """
    high = min(EPHEMERAL, _first_ephemeral())
    found: list[int] = []
    for port in _from_random(LOW, high):
        if len(found) == count:
            break
        if is_free(port):
            found.append(port)
    if len(found) < count:
        raise NoFreePortError(LOW, high - 1)
    return tuple(found)


def is_free(port: int) -> bool:
    """Whether a server could listen here now."""
    with socket.socket() as probe:
        # as servers do: a connection that lingers after its server's end does not block a port
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def claim(part: str, port: int) -> int:
    """The port that the user asked for.

    Raises:
        PortBusyError: somebody listens there.
    """
    if not is_free(port):
        raise PortBusyError(part, port)
    return port


def _from_random(low: int, high: int) -> Iterator[int]:
    start = random.SystemRandom().randrange(low, high)
    yield from range(start, high)
    yield from range(low, start)


def _first_ephemeral() -> int:
    try:
        text = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii")
    except OSError:
        return EPHEMERAL
    first = int(text.split()[0])
    return first if first > LOW + 1000 else EPHEMERAL
