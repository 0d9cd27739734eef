import sys

import pytest

from workbench.cli import main


class Interrupting:
    """Ctrl-C comes while the command line is loaded."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "workbench.cli.app":
            raise KeyboardInterrupt


def test_an_interruption_while_the_command_line_is_loaded_ends_it_without_a_word(monkeypatch):
    monkeypatch.delitem(sys.modules, "workbench.cli.app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
