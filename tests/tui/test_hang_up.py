"""The workbench in a real terminal that goes away."""

import os
import pty
import select
import signal
import subprocess
import sys

import pytest

from tests.command import CHECKOUT
from tests.tui.driving import PATIENCE_S
from tests.waiting import eventually


class Terminal:
    """A terminal with the workbench in it, of which only we hold the other end.

    It controls no session, so nobody is told when it goes: as under `make`, which is told and waits
    for its child first.
    """

    def __init__(self, folder) -> None:
        self._ours, theirs = pty.openpty()
        self._shown = b""
        environment = os.environ | {"WORKBENCH_HOME": str(folder), "TERM": "xterm-256color"}
        self.workbench = subprocess.Popen(
            [sys.executable, "-m", "workbench", "--lang", "en"],
            cwd=folder,
            env=environment | {"PYTHONPATH": str(CHECKOUT), "COLUMNS": "80", "LINES": "24"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            # whoever runs us may ignore it, as `nohup` does, and hand that on
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509 - one thread
        )
        os.close(theirs)

    def shows(self, text):
        while select.select([self._ours], [], [], 0)[0]:
            self._shown += os.read(self._ours, 4096)
        return text.encode() in self._shown

    def close(self):
        os.close(self._ours)


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path)
    try:
        eventually(lambda: terminal.shows("Monolith"), PATIENCE_S)
        yield terminal
    finally:
        terminal.workbench.kill()
        terminal.workbench.wait()


def test_the_workbench_ends_with_its_terminal(terminal):
    terminal.close()
    eventually(lambda: terminal.workbench.poll() is not None, PATIENCE_S)


def test_the_workbench_ends_when_it_is_told_that_its_terminal_hangs_up(terminal):
    terminal.workbench.send_signal(signal.SIGHUP)
    eventually(lambda: terminal.workbench.poll() is not None, PATIENCE_S)
    terminal.close()
