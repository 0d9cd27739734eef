"""`python -m labs.commerce.serve SPEC.json order-1`: one replica, alone. What a container runs.

Pods of one Deployment are all told the same; `SHOP_POD`, a pod's own name, tells them apart.
Crash points come as they do to the launcher's children, through a pipe: `labs.commerce.arming`.
"""

import os
import sys
import zlib
from pathlib import Path

import msgspec

from labs.commerce import replica
from labs.commerce.host import Host
from labs.commerce.spec import Deployable, Spec, SpecError, read_spec

POD = "SHOP_POD"
_USAGE = 2


def deployable_of(spec: Spec, instance: str, pod: str = "") -> Deployable:
    """The replica of that name; with a pod's name the one that this pod is.

    Raises:
        SpecError: the specification has none.
    """
    for deployable in spec.deployables:
        if deployable.instance == instance:
            number = zlib.crc32(pod.encode()) if pod else deployable.replica
            return msgspec.structs.replace(deployable, replica=number)
    raise SpecError(f"no-such-replica: {instance}")


def main(arguments: list[str]) -> int:
    """Serve the replica named on the command line. Exit 2: there is nothing to serve."""
    if len(arguments) != 2:  # noqa: PLR2004 - the specification and the replica
        sys.stderr.write("usage: python -m labs.commerce.serve SPEC.json REPLICA\n")
        return _USAGE
    try:
        spec = read_spec(Path(arguments[0]))
        deployable = deployable_of(spec, arguments[1], os.environ.get(POD, ""))
    except SpecError as error:
        sys.stderr.write(f"{error}\n")
        return _USAGE
    _hear()
    replica.run(Host(spec, deployable), os.getppid())
    return 0


def _hear() -> None:
    """Make standard input a pipe without an end, which takes crash points, a line each time."""
    heard, _ = os.pipe()
    os.dup2(heard, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
