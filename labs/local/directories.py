"""The places of a lab of local processes."""

import ctypes
import shutil
from dataclasses import dataclass
from pathlib import Path

from labs.supervising.directories import LabDirectory

IPC_RMID = 0
SEGMENT_LINE = 6
"""The line of postmaster.pid (from 0) with the key and number of PostgreSQL's lock segment."""


@dataclass(frozen=True)
class LocalDirectory(LabDirectory):
    """The servers' account has a sibling for its data: it could not enter the lab's directory."""

    @property
    def postgres(self) -> Path:
        """The data directory of PostgreSQL, owned by its account."""
        return self.base / f"{self.lab}.postgres"

    @property
    def draft(self) -> Path:
        """A data directory in the making, for the next lab."""
        return self.base / f"{self.lab}.draft"

    @property
    def specification(self) -> Path:
        """What the shop's launcher reads; holds secrets."""
        return self.root / "spec.json"

    @property
    def gateway(self) -> Path:
        """The gateway's configuration; Envoy watches it."""
        return self.root / "gateway"

    @property
    def control(self) -> Path:
        """The supervisor's Unix socket."""
        return self.root / "control.sock"

    def remove(self) -> None:
        """Delete everything but the lock."""
        _free_segment(self.postgres / "postmaster.pid")
        super().remove()
        for data in (self.postgres, self.draft):
            shutil.rmtree(data, ignore_errors=True)


def _free_segment(pid_file: Path) -> None:
    """Free the few bytes of shared memory that a killed PostgreSQL leaves in the kernel."""
    try:
        line = pid_file.read_text(encoding="ascii").splitlines()[SEGMENT_LINE]
        segment = int(line.split()[1])
    except (OSError, IndexError, ValueError):
        return
    ctypes.CDLL(None).shmctl(segment, IPC_RMID, None)
