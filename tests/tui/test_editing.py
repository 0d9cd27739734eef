"""The learner's editor in the place of the screen, in a real terminal."""

import pytest

from tests.tui.driving import PATIENCE_S
from tests.tui.terminal import Terminal
from tests.waiting import eventually
from workbench.usecases.founding import create_workspace

EDITOR = """#!/bin/sh
echo "the editor has the terminal"
sed -i 's/store: postgresql/store: postgres/' "$1"
"""


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "my-shop")


@pytest.fixture
def terminal(workspace, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    terminal = Terminal(workspace.root, VISUAL=str(editor))
    try:
        eventually(lambda: terminal.shows("Monolith"), PATIENCE_S)
        yield terminal
    finally:
        terminal.workbench.kill()
        terminal.workbench.wait()
        terminal.close()


def test_the_editor_opens_the_blueprint_and_the_screen_comes_back_with_what_it_found(terminal):
    terminal.type("b")
    eventually(lambda: terminal.shows("What it becomes"), PATIENCE_S)
    eventually(lambda: terminal.shows("kubernetes"), PATIENCE_S)
    terminal.forget()
    terminal.type("e")
    eventually(lambda: terminal.shows("the editor has the terminal"), PATIENCE_S)
    eventually(lambda: terminal.shows("1 error in the blueprint"), PATIENCE_S)
