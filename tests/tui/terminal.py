"""The workbench in a real terminal, of which a test holds the other end."""

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

from tests.command import CHECKOUT


class Terminal:
    """A terminal with the workbench in it.

    It controls no session, so nobody is told when it goes: as under `make`, which is told and waits
    for its child first.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        self._ours, theirs = pty.openpty()
        self._shown = b""
        home = {"WORKBENCH_HOME": str(folder / "state"), "PYTHONPATH": str(CHECKOUT)}
        screen = {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self.workbench = subprocess.Popen(
            [sys.executable, "-m", "workbench", "--lang", "en"],
            cwd=folder,
            env=os.environ | home | screen | environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            # whoever runs us may ignore it, as `nohup` does, and hand that on
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509 - one thread
        )
        os.close(theirs)

    def shows(self, text: str) -> bool:
        """Whether it has been written to the terminal since `forget`."""
        while select.select([self._ours], [], [], 0)[0]:
            self._shown += os.read(self._ours, 4096)
        return text.encode() in self._shown

    def forget(self) -> None:
        """Look only for what comes from now on."""
        self.shows("")
        self._shown = b""

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def close(self) -> None:
        """Take the terminal away."""
        os.close(self._ours)
