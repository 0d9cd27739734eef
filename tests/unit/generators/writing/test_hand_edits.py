"""What became of a generated file in the learner's hands, when the blueprint changes."""

import random
from pathlib import Path

import pytest

from exercises.base import base_blueprint
from generators.blueprint import parse_blueprint
from generators.errors import GenerateError
from generators.render import render
from generators.writing import Change, Sides, plan, write

OLD = {"a.yaml": "one: 1\ntwo: 2\nthree: 3\nfour: 4\n"}
NEW = {"a.yaml": "one: 1\ntwo: 2\nthree: 3\nfour: 5\n"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(OLD, tmp_path)
    return tmp_path


def only(planned):
    (file,) = planned.files
    return file


def test_an_edit_elsewhere_is_merged_and_then_belongs_to_the_file(out: Path):
    (out / "a.yaml").write_text("one: 10\ntwo: 2\nthree: 3\nfour: 4\n")
    assert only(write(NEW, out)).change is Change.MERGED
    assert (out / "a.yaml").read_text() == "one: 10\ntwo: 2\nthree: 3\nfour: 5\n"
    assert plan(NEW, out).clean
    assert only(plan(OLD, out)).change is Change.MERGED


def test_an_edit_counts_as_drift_until_a_run_has_seen_it(out: Path):
    (out / "a.yaml").write_text(OLD["a.yaml"] + "mine: 1\n")
    assert only(plan(OLD, out)).change is Change.MERGED
    write(OLD, out)
    assert plan(OLD, out).clean
    assert "+mine: 1" in only(plan(OLD, out)).edits


def test_a_clash_shows_both_sides_and_overwrites_nothing(out: Path):
    (out / "a.yaml").write_text("one: 1\ntwo: 2\nthree: 3\nfour: mine\n")
    file = only(write(NEW, out))
    assert file.change is Change.CONFLICT
    (clash,) = file.clashes
    assert (clash.line, clash.mine, clash.generated) == (4, "four: mine", "four: 5")
    assert (out / "a.yaml").read_text().endswith("four: mine\n")


@pytest.mark.parametrize(
    ("sides", "ends"),
    [(Sides(mine=("a.*",)), "four: mine\n"), (Sides(generated=("a.yaml",)), "four: 5\n")],
)
def test_a_side_that_was_taken_settles_a_clash(out: Path, sides: Sides, ends: str):
    (out / "a.yaml").write_text("one: 1\ntwo: 2\nthree: 3\nfour: mine\n")
    write(NEW, out, sides=sides)
    assert (out / "a.yaml").read_text().endswith(ends)
    assert plan(NEW, out).clean


def test_a_side_for_a_file_that_is_not_there_names_the_nearest(out: Path):
    with pytest.raises(GenerateError) as caught:
        write(NEW, out, sides=Sides(mine=("a.yml",)))
    assert caught.value.code == "no-such-file-near"
    assert caught.value.params["near"] == "a.yaml"
    with pytest.raises(GenerateError) as caught:
        write(NEW, out, sides=Sides(mine=("nonsense",)))
    assert caught.value.code == "no-such-file"
    with pytest.raises(GenerateError) as caught:
        plan(NEW, out, sides=Sides(mine=("a.yaml",), generated=("*",)))
    assert caught.value.code == "both-sides"


def test_a_merge_that_would_not_be_yaml_is_a_conflict(out: Path):
    (out / "a.yaml").write_text("five: mine\n" + OLD["a.yaml"])
    file = only(write({"a.yaml": OLD["a.yaml"] + "five: 5\n"}, out))
    assert file.change is Change.CONFLICT
    assert file.flaw
    assert (file.flaw.code, file.flaw.line, file.flaw.reason) == ("key-twice", 6, "five")
    assert (out / "a.yaml").read_text() == "five: mine\n" + OLD["a.yaml"]


@pytest.mark.parametrize(
    ("name", "sound", "broken", "place"),
    [
        ("a.yaml", "a: 1\nb: 2\nc: 3\n", "a: [1\nb: 2\nc: 3\n", (2, 2)),
        ("a.toml", "a = 1\nb = 2\nc = 3\n", "a = \nb = 2\nc = 3\n", (1, 5)),
        ("a.py", "a = 1\nb = 2\nc = 3\n", "a = (\nb = 2\nc = 3\n", (1, 5)),
        ("a.json", '{"a": 1,\n"b": 2}\n', '{"a": 1\n"b": 2}\n', (2, 1)),
    ],
)
def test_an_edit_that_breaks_a_file_is_told_with_its_place_and_kept(
    tmp_path: Path, name: str, sound: str, broken: str, place: tuple[int, int]
):
    write({name: sound}, tmp_path)
    (tmp_path / name).write_text(broken)
    for fresh in (sound, sound.replace("2", "9")):
        flaw = only(write({name: fresh}, tmp_path)).flaw
        assert flaw
        assert (flaw.code, flaw.line, flaw.column) == ("syntax", *place)
        assert (tmp_path / name).read_text() == broken
        assert not plan({name: fresh}, tmp_path).clean


def test_an_edited_file_of_which_the_blueprint_knows_no_more_waits_for_a_side(out: Path):
    (out / "a.yaml").write_text("mine: 1\n")
    rest = {"b.yaml": "b: 1\n"}
    assert {f.path: f.change for f in write(rest, out, complete=True).files} == {
        "a.yaml": Change.CONFLICT,
        "b.yaml": Change.NEW,
    }
    write(rest, out, complete=True, sides=Sides(mine=("a.yaml",)))
    assert (out / "a.yaml").read_text() == "mine: 1\n"
    assert plan(rest, out, complete=True).clean


def test_line_ends_of_windows_are_no_edit_and_stay(out: Path):
    (out / "a.yaml").write_bytes(OLD["a.yaml"].replace("\n", "\r\n").encode())
    assert plan(OLD, out).clean
    assert only(write(NEW, out)).change is Change.CHANGED
    assert (out / "a.yaml").read_bytes() == NEW["a.yaml"].replace("\n", "\r\n").encode()


def test_bytes_that_are_no_text_are_kept_as_they_are(out: Path):
    (out / "a.yaml").write_bytes(b"one: \xff\n")
    file = only(write(NEW, out))
    assert file.change is Change.CONFLICT
    assert file.flaw
    assert file.flaw.code == "not-text"
    assert (out / "a.yaml").read_bytes() == b"one: \xff\n"


def test_what_the_learner_made_executable_stays_so(out: Path):
    (out / "a.yaml").chmod(0o755)
    write(NEW, out)
    assert (out / "a.yaml").stat().st_mode & 0o777 == 0o755


CHOICES = {
    "broker": ("broker: nats", "broker: kafka"),
    "timeout": ("timeout_ms: ", "timeout_ms: 1"),
    "mtls": ("mtls: strict", "mtls: permissive"),
    "name": ("name: ", "name: x"),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_random_edits_of_real_files_survive_a_change_of_any_choice(tmp_path: Path, choice: str):
    text = base_blueprint()
    old = render(parse_blueprint(text, "b"))
    new = render(parse_blueprint(text.replace(*CHOICES[choice], 1), "b"))
    assert old != new
    chance = random.Random(7)  # noqa: S311 - to choose lines
    write(old, tmp_path)
    paths = [path for path in old if path in new and not path.endswith((".svg", ".json", ".py"))]
    for path in paths:
        lines = old[path].split("\n")
        place = chance.randrange(len(lines))
        lines.insert(place, f"# mine: {path}")
        (tmp_path / path).write_text("\n".join(lines))
    changed = {file.path: file for file in write(new, tmp_path).files}
    for path in paths:
        assert f"# mine: {path}\n" in (tmp_path / path).read_text() + "\n"
        if changed[path].change is not Change.CONFLICT:
            merged = (tmp_path / path).read_text().replace(f"# mine: {path}\n", "", 1)
            assert merged == new[path] or merged + "\n" == new[path]
    conflicts = [path for path in paths if changed[path].change is Change.CONFLICT]
    assert len(conflicts) <= len(paths) // 10


def test_an_edit_that_meets_nothing_new_leaves_nothing_to_do(tmp_path):
    write({"a.yaml": "a: 1\nb: 2\n"}, tmp_path)
    (tmp_path / "a.yaml").write_text("a: 1\nb: 3\n", "utf-8")
    again = plan({"a.yaml": "a: 1\nb: 2\n"}, tmp_path)
    assert only(again).change is Change.MERGED
    assert again.clean
    assert not plan({"a.yaml": "a: 0\nb: 2\n"}, tmp_path).clean


def test_nothing_is_removed_while_a_file_is_in_conflict(tmp_path):
    old = {"app.py": "import old\n", "old.py": "x = 1\n"}
    new = {"app.py": "import new\n", "new.py": "x = 1\n"}
    write(old, tmp_path, complete=True)
    (tmp_path / "app.py").write_text("import old  # mine\n", "utf-8")
    fates = {file.path: file.change for file in write(new, tmp_path, complete=True).files}
    assert fates == {
        "app.py": Change.CONFLICT,
        "new.py": Change.NEW,
        "old.py": Change.WAITING,
    }
    assert (tmp_path / "old.py").exists()
    settled = write(new, tmp_path, complete=True, sides=Sides(generated=("app.py",)))
    assert [file.path for file in settled.of(Change.REMOVED)] == ["old.py"]
    assert not (tmp_path / "old.py").exists()
