"""A run that would make the same files again is known, and only such a run."""

from pathlib import Path

import pytest

from generators.writing import Made, unchanged, write

FILES = {"compose.yaml": "services: {}\n", "services/order/app.py": "x = 1\n"}
MADE = Made("digest", ("a circle",))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(FILES, tmp_path, complete=True, made=MADE)
    return tmp_path


def test_what_stands_as_it_was_made_is_known_with_what_was_said(out: Path):
    found = unchanged(out, "digest")
    assert found is not None
    assert found.said == ("a circle",)
    assert {file.path: file.after for file in found.plan.files} == FILES


def test_an_edit_that_was_taken_over_stays_known(out: Path):
    (out / "compose.yaml").write_text("services: {a: {}}\n")
    assert unchanged(out, "digest") is None
    write(FILES, out, complete=True, made=MADE)
    assert unchanged(out, "digest") is not None


def test_what_was_removed_or_is_made_of_something_else_is_not(out: Path):
    assert unchanged(out, "another") is None
    (out / "compose.yaml").unlink()
    assert unchanged(out, "digest") is None


def test_a_run_of_some_files_forgets_where_all_came_from(out: Path):
    write({"compose.yaml": FILES["compose.yaml"]}, out, made=MADE)
    assert unchanged(out, "digest") is None


def test_a_conflict_is_never_taken_for_done(out: Path):
    (out / "compose.yaml").write_text("services: {mine: {}}\n")
    newer = {**FILES, "compose.yaml": "services: {theirs: {}}\n"}
    write(newer, out, complete=True, made=MADE)
    assert unchanged(out, "digest") is None


def test_a_folder_without_a_record_is_not(tmp_path: Path):
    assert unchanged(tmp_path, "digest") is None
