"""The command of the crash matrix: what it is asked, and what it tries."""

import json

import pytest

from tests.crash.__main__ import main
from tests.crash.cells import STYLES, TWO_PHASE, cells


def test_help_is_no_word_of_a_cell(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "--list" in capsys.readouterr().out


def test_all_cells_are_listed_and_none_is_tried(capsys):
    assert main(["--list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == len(set(listed)) == sum(len([*cells(style)]) for style in STYLES)


def test_a_word_chooses_among_them(capsys):
    assert main(["--list", "--json", f"{TWO_PHASE} nats"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {
        **{style: [] for style in STYLES},
        TWO_PHASE: ["nats frozen, then killed", "nats killed"],
    }


def test_a_word_that_no_cell_holds_is_told(capsys):
    assert main(["--list", "nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err
