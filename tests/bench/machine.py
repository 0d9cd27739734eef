"""CPU of running processes, as the system accounts for them."""

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from labs.runtime import LabStatus

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_UTIME, _STIME = 11, 12
"""Fields of `/proc/PID/stat` behind the command's name."""


def cpu_by_part(status: LabStatus) -> Mapping[str, float]:
    """Seconds of CPU that each part of a lab has used so far."""
    used: Counter[str] = Counter()
    for part in status.parts:
        for pid in part.processes:
            used[part.name] += _cpu_ticks(pid)
    return {part: ticks * _TICK_S for part, ticks in used.items()}


def _cpu_ticks(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    fields = text.rpartition(")")[2].split()
    return int(fields[_UTIME]) + int(fields[_STIME])
