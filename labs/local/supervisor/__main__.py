"""`python -m labs.local.supervisor DIRECTORY LAB`: run a planned lab to its end."""

import os
import sys
from contextlib import suppress

from labs.local.directories import LocalDirectory
from labs.local.launching import launch_command
from labs.supervising.appointment import appointed
from labs.supervising.processes import spawn


def main() -> int:
    """Have the shop imported, which takes longest, while we import what supervises it."""
    directory = LocalDirectory(*appointed())
    shop = None
    with suppress(OSError):  # the start tries again, and says what is wrong
        shop = spawn(launch_command(directory), talks=True)
    from labs.local.supervisor.supervision import supervise

    return supervise(directory, shop)


if __name__ == "__main__":
    os.chdir("/")  # the servers' account may not enter the folder we were started in
    sys.exit(main())
