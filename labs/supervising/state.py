"""The lab's processes on disk, so that the next start can heal what a crash left."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from labs.supervising.directories import LabDirectory
from labs.supervising.owner import Owner


class LabState(msgspec.Struct, frozen=True):
    """Who belongs to the lab."""

    supervisor: Owner
    processes: tuple[Owner, ...] = ()


def write_state(directory: LabDirectory, pids: Iterable[int]) -> None:
    """Note ourselves and our children in one step: a reader sees the old state or the new."""
    state = LabState(Owner.of(os.getpid()), tuple(Owner.of(pid) for pid in pids))
    draft = directory.state.with_suffix(".new")
    draft.write_bytes(msgspec.json.encode(state))
    draft.rename(directory.state)


def read_state(path: Path) -> LabState | None:
    """What a supervisor wrote last; None when it wrote nothing that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=LabState)
    except (OSError, msgspec.MsgspecError):
        return None
