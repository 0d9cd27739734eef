"""The workbench in a real terminal that goes away."""

import signal

import pytest

from tests.tui.driving import PATIENCE_S
from tests.tui.terminal import Terminal
from tests.waiting import eventually


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
