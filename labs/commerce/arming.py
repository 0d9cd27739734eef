"""`python -m labs.commerce.arming 'after-commit:OrderCreated'`: where this container is to crash.

Run beside the one replica that a container or a pod serves, and as the same user: it writes to that
replica's standard input, which is a pipe that nobody else holds (`labs.commerce.serve`).
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from labs.commerce.platform import crash_points

PROCESSES = Path("/proc")
SERVES = (b"-m", b"labs.commerce.serve")
_NOBODY, _USAGE = 1, 2


def arm(points: str, processes: Path = PROCESSES) -> bool:
    """Tell every replica that is served here. False: none is, at this moment.

    Raises:
        ValueError: one of the points is none.
    """
    crash_points.parse(points)
    ways = list(_ways(processes))
    for way in ways:
        with way.open("wb", buffering=0) as heard:
            heard.write(f"{points}\n".encode())
    return bool(ways)


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
    """Arm what the command line names. Exit 1: nothing serves here; 2: there is no such point."""
    try:
        if arm(" ".join(arguments)):
            return os.EX_OK
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return _USAGE
    sys.stderr.write("no replica is served here\n")
    return _NOBODY


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
