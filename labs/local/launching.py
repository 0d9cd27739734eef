"""The program that imports the shop and forks its replicas: found without reading a whole plan."""

import msgspec

from labs.local.directories import LocalDirectory
from labs.supervising.processes import Command


class _Launch(msgspec.Struct):
    """What a plan says of it."""

    launch: tuple[str, ...]


def launch_command(directory: LocalDirectory) -> Command:
    """The fork server of a planned lab."""
    plan = msgspec.json.decode(directory.plan.read_bytes(), type=_Launch)
    return Command(plan.launch, directory.log("launch"))
