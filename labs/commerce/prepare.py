"""`python -m labs.commerce.prepare SPEC.json`: databases as the first start of a shop leaves them.

Nothing is served: the cache, the broker and the peers of the specification are not asked.
"""

import sys
from pathlib import Path

import uvloop

from labs.commerce.host import Host
from labs.commerce.spec import Spec, SpecError, read_spec

_USAGE = 2


async def prepare(spec: Spec) -> None:
    """Create and seed the tables of every deployable that keeps data.

    One after the other: each of the server's sessions gets as much of the cores as a whole lab's.
    """
    keepers = {part.name: part for part in spec.deployables if part.keeps_data}
    for deployable in keepers.values():
        await Host(spec, deployable).prepare()


def main(arguments: list[str]) -> int:
    """Prepare for the specification named on the command line. Exit 2: it cannot be launched."""
    try:
        spec = read_spec(Path(*arguments))
    except SpecError as error:
        sys.stderr.write(f"{error}\n")
        return _USAGE
    uvloop.run(prepare(spec))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
