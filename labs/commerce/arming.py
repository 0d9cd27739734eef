"""`python -m labs.commerce.arming 'after-commit:OrderCreated'`: where this container is to crash.

Run beside the one replica that a container or a pod serves, and as the same user: it writes to that
replica's standard input, which is a pipe that nobody else holds (`labs.commerce.serve`). That the
pipe was read to its end is the replica's answer: what it reads, it takes up before all else.
"""

import os
import sys
import time
from array import array
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path
from termios import FIONREAD

from labs.commerce.platform import crash_points

PROCESSES = Path("/proc")
SERVES = (b"-m", b"labs.commerce.serve")
HEARD_WITHIN_S = 5.0
_LOOK_S = 0.005
_NOT_ARMED, _USAGE = 1, 2


class NotArmedError(Exception):
    """No replica is served here at this moment, or one takes nothing up."""


def arm(points: str, processes: Path = PROCESSES, within_s: float = HEARD_WITHIN_S) -> None:
    """Tell every replica that is served here, and return when each has taken it up.

    Raises:
        ValueError: one of the points is none.
        NotArmedError: nobody took it up.
    """
    crash_points.parse(points)
    ways = list(_ways(processes))
    if not ways:
        raise NotArmedError("no replica is served here")
    for way in ways:
        with way.open("wb", buffering=0) as said:
            said.write(f"{points}\n".encode())
            _await_read(said.fileno(), within_s)


def _await_read(pipe: int, within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while _unread(pipe):
        if time.monotonic() > deadline:
            raise NotArmedError(f"the replica took nothing up within {within_s} s")
        time.sleep(_LOOK_S)


def _unread(pipe: int) -> int:
    """How many bytes wait to be read."""
    waiting = array("i", [0])
    ioctl(pipe, FIONREAD, waiting)
    return waiting[0]


def _ways(processes: Path) -> Iterator[Path]:
    """The standard input of each; an init that started one bears its words further behind."""
    for each in processes.iterdir():
        if each.name.isdecimal() and _words(each)[1:3] == SERVES:
            yield each / "fd" / "0"


def _words(process: Path) -> tuple[bytes, ...]:
    try:
        return tuple((process / "cmdline").read_bytes().split(b"\0"))
    except OSError:  # it ended meanwhile
        return ()


def main(arguments: list[str]) -> int:
    """Arm what the command line names. Exit 1: nobody took it up; 2: there is no such point."""
    try:
        arm(" ".join(arguments))
    except (NotArmedError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return _NOT_ARMED if isinstance(error, NotArmedError) else _USAGE
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
