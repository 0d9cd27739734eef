"""The last run can be taken back, once."""

from pathlib import Path

import pytest

from generators.errors import GenerateError
from generators.writing import Sides, plan, undo, write
from generators.writing.places import OWN_FOLDER
from generators.writing.record import LAST_RUN

OLD = {"a.yaml": "a: 1\n", "b/c.yaml": "x: 1\n"}
NEW = {"a.yaml": "a: 2\n", "d/e.yaml": "z: 1\n"}


def stands(out: Path) -> dict[str, str]:
    files = (path for path in out.rglob("*") if path.is_file() and OWN_FOLDER not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_text() for path in files}


def test_what_was_replaced_added_and_removed_is_as_before(tmp_path: Path):
    write(OLD, tmp_path, complete=True)
    write(NEW, tmp_path, complete=True)
    assert set(undo(tmp_path).restored) == {"a.yaml", "b/c.yaml", "d/e.yaml"}
    assert stands(tmp_path) == OLD
    assert not (tmp_path / "d").exists()
    assert plan(OLD, tmp_path, complete=True).clean


def test_a_hand_edit_that_was_given_up_comes_back(tmp_path: Path):
    write(OLD, tmp_path)
    (tmp_path / "a.yaml").write_text("a: mine\n")
    write(OLD, tmp_path, sides=Sides(generated=("*",)))
    assert stands(tmp_path) == OLD
    undo(tmp_path)
    assert stands(tmp_path)["a.yaml"] == "a: mine\n"


def test_a_run_that_replaces_nothing_leaves_the_way_back(tmp_path: Path):
    write(OLD, tmp_path, complete=True)
    write(NEW, tmp_path, complete=True)
    write(NEW, tmp_path, complete=True, blueprint="a word more")
    undo(tmp_path)
    assert stands(tmp_path) == OLD


def test_a_run_is_undone_only_once(tmp_path: Path):
    write(OLD, tmp_path)
    write(NEW, tmp_path)
    undo(tmp_path)
    with pytest.raises(GenerateError) as caught:
        undo(tmp_path)
    assert caught.value.code == "nothing-to-undo"


def test_what_was_edited_since_is_kept_and_said(tmp_path: Path):
    write(OLD, tmp_path)
    write(NEW, tmp_path)
    (tmp_path / "a.yaml").write_text("a: mine\n")
    undone = undo(tmp_path)
    assert undone.kept == ("a.yaml",)
    assert stands(tmp_path)["a.yaml"] == "a: mine\n"
    assert plan({"a.yaml": NEW["a.yaml"]}, tmp_path).files[0].change == "merged"


def test_a_damaged_way_back_is_said_and_changes_nothing(tmp_path: Path):
    write(OLD, tmp_path)
    (tmp_path / LAST_RUN).write_bytes(b"?")
    with pytest.raises(GenerateError) as caught:
        undo(tmp_path)
    assert caught.value.code == "undo-damaged"
    assert stands(tmp_path) == OLD
