"""Child processes that cannot outlive us."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labs.supervising.account import Account

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)  # loaded before the fork: afterwards is too late


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run as a child."""

    argv: Sequence[str]
    log: Path
    """Its standard output and error are appended here."""
    account: Account | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    """Added to ours."""
    stop_signal: signal.Signals = signal.SIGTERM


def spawn(command: Command, *, talks: bool = False) -> subprocess.Popen[bytes]:
    """Start a child in its own session; the kernel kills it when we end, however we end.

    Linux shares the cores out between sessions first: in ours it would get a part of our part.

    Call it from the main thread: the death signal follows the *thread* that made the child.
    With `talks` its standard input and output are pipes to us.
    """
    with command.log.open("ab") as log:
        return subprocess.Popen(
            command.argv,
            stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE if talks else log,
            stderr=log,
            env={**os.environ, **command.environment},
            start_new_session=True,
            preexec_fn=adopt(command.account),  # noqa: PLW1509 - see above
        )


def adopt(account: Account | None = None) -> Callable[[], None]:
    """What a child does before it becomes another program: drop rights, then die with us."""
    parent = os.getpid()

    def prepare() -> None:
        if account is not None:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        # after the change of user, which clears it
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # we ended before the signal was armed
            os._exit(1)

    return prepare


def started_at(pid: int) -> int | None:
    """When a process started, in clock ticks since boot; None where there is none.

    Number and start together name a process for good: numbers are reused.
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[19])
