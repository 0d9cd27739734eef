"""The only writer: plans first, replaces whole files, and keeps what was edited."""

import errno
import os
from pathlib import Path

import pytest

from content.messages import Language, messages
from generators.errors import GenerateError
from generators.writing import Change, Sides, plan, undo, write
from generators.writing.lock import only_run
from generators.writing.places import OWN_FOLDER
from generators.writing.record import RECORD

FILES = {"compose.yaml": "services: {}\n", "services/order/app.py": "x = 1\n"}
NEWER = {"compose.yaml": "services: {a: {}}\n", "services/order/app.py": "x = 1\n"}


CODES = (
    *("no-space", "not-permitted", "not-a-folder", "not-a-file", "unreadable", "failed"),
    *("half-way", "outside", "link-outside", "name-too-long", "same-path", "file-and-folder"),
    *(
        "no-such-file",
        "no-such-file-near",
        "both-sides",
        "record-from-future",
        "nothing-to-undo",
        "undo-damaged",
    ),
    "busy",
)


def changes(planned) -> dict[str, str]:
    return {file.path: file.change.value for file in planned.files}


def everything(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and OWN_FOLDER not in path.parts
    }


def test_a_plan_writes_nothing(tmp_path: Path):
    assert set(changes(plan(FILES, tmp_path / "out")).values()) == {"new"}
    assert not (tmp_path / "out").exists()


def test_what_was_written_is_unchanged_afterwards(tmp_path: Path):
    write(FILES, tmp_path)
    again = plan(FILES, tmp_path)
    assert again.clean
    assert (tmp_path / "services/order/app.py").read_text() == "x = 1\n"


def test_two_fresh_runs_leave_the_same_bytes_also_of_what_is_remembered(tmp_path: Path):
    for name in "ab":
        write(FILES, tmp_path / name, blueprint="name: shop")
    files = {name: sorted((tmp_path / name).rglob("*")) for name in "ab"}
    texts = {name: [p.read_bytes() for p in found if p.is_file()] for name, found in files.items()}
    assert texts["a"] == texts["b"]
    assert len(texts["a"]) == len(FILES) + 2


def test_a_second_run_at_the_same_time_is_refused_and_changes_nothing(tmp_path: Path):
    write(FILES, tmp_path)
    with only_run(tmp_path):
        with pytest.raises(GenerateError) as caught:
            write(NEWER, tmp_path)
        with pytest.raises(GenerateError):
            undo(tmp_path)
    assert caught.value.code == "busy"
    assert everything(tmp_path) == FILES
    write(NEWER, tmp_path)
    assert everything(tmp_path) == NEWER


def test_a_second_run_touches_nothing(tmp_path: Path):
    write(FILES, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    write(FILES, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_file_nobody_edited_follows_the_blueprint(tmp_path: Path):
    write(FILES, tmp_path)
    planned = write(NEWER, tmp_path)
    assert changes(planned) == {"compose.yaml": "changed", "services/order/app.py": "unchanged"}
    assert (tmp_path / "compose.yaml").read_text() == NEWER["compose.yaml"]


def test_an_edited_file_is_kept_and_shown_as_a_conflict_with_its_diff(tmp_path: Path):
    write(FILES, tmp_path)
    (tmp_path / "compose.yaml").write_text("services: {mine: {}}\n")
    planned = write(NEWER, tmp_path)
    (conflict,) = planned.of(Change.CONFLICT)
    assert (tmp_path / "compose.yaml").read_text() == "services: {mine: {}}\n"
    assert conflict.diff.splitlines() == [
        "--- a/compose.yaml",
        "+++ b/compose.yaml",
        "@@ -1 +1 @@",
        "-services: {mine: {}}",
        "+services: {a: {}}",
    ]


def test_a_conflict_stays_one_until_a_side_is_taken(tmp_path: Path):
    write(FILES, tmp_path)
    (tmp_path / "compose.yaml").write_text("services: {mine: {}}\n")
    write(NEWER, tmp_path)
    assert changes(plan(NEWER, tmp_path))["compose.yaml"] == "conflict"
    write(NEWER, tmp_path, sides=Sides(generated=("compose.yaml",)))
    assert plan(NEWER, tmp_path).clean
    assert changes(plan(FILES, tmp_path))["compose.yaml"] == "changed"


def test_a_file_that_was_there_before_is_a_conflict(tmp_path: Path):
    (tmp_path / "compose.yaml").write_text("mine\n")
    assert changes(plan(FILES, tmp_path))["compose.yaml"] == "conflict"


def test_a_damaged_record_makes_conflicts_and_loses_nothing(tmp_path: Path):
    write(FILES, tmp_path)
    (tmp_path / RECORD).write_text("{")
    assert changes(write(NEWER, tmp_path))["compose.yaml"] == "conflict"
    assert (tmp_path / "compose.yaml").read_text() == FILES["compose.yaml"]


def test_what_is_generated_no_more_is_removed_only_from_a_complete_run(tmp_path: Path):
    write(FILES, tmp_path)
    fewer = {"compose.yaml": FILES["compose.yaml"]}
    assert plan(fewer, tmp_path).clean
    write(fewer, tmp_path, complete=True)
    assert not (tmp_path / "services").exists()
    assert plan(fewer, tmp_path, complete=True).clean


def test_an_edited_file_survives_when_it_is_generated_no_more(tmp_path: Path):
    write(FILES, tmp_path)
    (tmp_path / "services/order/app.py").write_text("x = 2\n")
    write({"compose.yaml": FILES["compose.yaml"]}, tmp_path, complete=True)
    assert (tmp_path / "services/order/app.py").read_text() == "x = 2\n"


def test_a_file_in_the_way_of_a_folder_is_said_and_nothing_is_written(tmp_path: Path):
    (tmp_path / "services").write_text("mine")
    with pytest.raises(GenerateError) as caught:
        write(FILES, tmp_path)
    assert caught.value.code == "not-a-folder"
    assert everything(tmp_path) == {"services": "mine"}


def test_a_folder_in_the_way_of_a_file_is_said_and_nothing_is_written(tmp_path: Path):
    (tmp_path / "compose.yaml").mkdir()
    with pytest.raises(GenerateError):
        write(FILES, tmp_path)
    assert everything(tmp_path) == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_said(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(GenerateError) as caught:
        write(FILES, tmp_path)
    assert caught.value.code == "not-permitted"


def test_nothing_is_left_of_the_staging(tmp_path: Path):
    write(FILES, tmp_path)
    assert {path.name for path in (tmp_path / OWN_FOLDER).iterdir()} == {"record", "last-run"}


@pytest.mark.parametrize("language", list(Language))
def test_every_way_to_fail_and_every_change_has_its_words(language):
    words = messages(language, "generate")
    params = dict.fromkeys(("path", "other", "target", "near", "version"), "a")
    for code in CODES:
        assert words.text(f"generate-{code}", reason=os.strerror(errno.EIO), **params)
    for code in ("syntax", "key-twice", "not-text"):
        assert words.text(f"generate-flaw-{code}", path="a", line=1, column=1, reason="b")
    for change in Change:
        assert words.text(f"generate-{change}")
