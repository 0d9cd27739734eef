"""Whose end ends a lab."""

import os
import sys

import msgspec

from labs.supervising.processes import started_at


class Owner(msgspec.Struct, frozen=True):
    """A process whose end ends the lab. The start tells it from a later one of the same number."""

    pid: int
    started: int

    @classmethod
    def of(cls, pid: int) -> "Owner":
        """The process that runs under this number now; one that is gone already owns nothing."""
        return cls(pid, started_at(pid) or -1)

    @classmethod
    def of_lab(cls, pid: int | None) -> "Owner | None":
        """Who a lab belongs to: the given process, else the terminal session it is started from."""
        if pid is not None:
            return cls.of(pid)
        return cls.of(os.getsid(0)) if sys.stdin is not None and sys.stdin.isatty() else None

    def alive(self) -> bool:
        """Whether it still runs."""
        return started_at(self.pid) == self.started
