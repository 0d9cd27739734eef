"""Nothing is ever written, read as ours, or removed outside the output folder."""

import zlib
from pathlib import Path

import pytest

from generators.errors import GenerateError
from generators.writing import plan, undo, write
from generators.writing.record import PENDING, RECORD, Generated, Record, digest, packed


def refused(files: dict[str, str], out: Path) -> GenerateError:
    with pytest.raises(GenerateError) as caught:
        write(files, out)
    with pytest.raises(GenerateError):
        plan(files, out)
    return caught.value


@pytest.mark.parametrize(
    "path",
    [
        *("../a.yaml", "a/../../b.yaml", "/etc/a.yaml", "", ".", "a//b", "a/./b", "a/"),
        *(
            "..\\a.yaml",
            "C:/a.yaml",
            "C:a.yaml",
            "a\0b",
            "a\nb",
            ".generated/record",
            ".GENERATED/x",
        ),
    ],
)
def test_a_path_that_leaves_the_folder_is_refused_before_anything_is_written(tmp_path, path):
    assert refused({"a.yaml": "a: 1\n", path: "x"}, tmp_path / "out").code == "outside"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (("a/B.yaml", "a/b.yaml"), "same-path"),
        (("stra\u00dfe", "STRASSE"), "same-path"),
        (("e\u0301", "\u00e9"), "same-path"),
        (("a", "a/b.yaml"), "file-and-folder"),
        (("A", "a/b.yaml"), "file-and-folder"),
        (("n" * 256,), "name-too-long"),
    ],
)
def test_files_in_each_others_way_are_refused(tmp_path: Path, paths: tuple[str, ...], code: str):
    assert refused(dict.fromkeys(paths, "x"), tmp_path / "out").code == code
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "link", ["services", "services/order", "services/order/a.py", ".generated"]
)
def test_a_link_that_leads_out_is_refused_and_what_is_there_untouched(tmp_path: Path, link: str):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    (out / link).parent.mkdir(parents=True)
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("mine")
    (out / link).symlink_to(elsewhere / "mine" if link.endswith(".py") else elsewhere)
    error = refused({"services/order/a.py": "x = 1\n"}, out)
    assert error.code == "link-outside"
    assert error.params["target"].startswith(str(elsewhere))
    assert [path.name for path in elsewhere.iterdir()] == ["mine"]
    assert (elsewhere / "mine").read_text() == "mine"


def test_links_within_the_folder_and_to_the_folder_are_followed(tmp_path: Path):
    out = tmp_path / "real" / "out"
    (out / "shared").mkdir(parents=True)
    (out / "services").symlink_to(out / "shared")
    (tmp_path / "way").symlink_to(tmp_path / "real")
    files = {"services/a.py": "x = 1\n"}
    write(files, tmp_path / "way" / "out")
    assert (out / "shared" / "a.py").read_text() == "x = 1\n"
    assert plan(files, tmp_path / "way" / "out").clean


def test_a_record_that_names_files_elsewhere_is_taken_for_damaged(tmp_path: Path):
    out = tmp_path / "out"
    write({"a.yaml": "a: 1\n"}, out)
    (tmp_path / "mine").write_text("mine")
    hostile = Record({"../mine": Generated("mine", digest(b"mine"))})
    (out / RECORD).write_bytes(packed(hostile))
    assert write({"a.yaml": "a: 1\n"}, out, complete=True).record_damaged
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.parametrize("name", [RECORD, PENDING])
@pytest.mark.parametrize(
    "content", [b"", b"?", zlib.compress(b"[]"), zlib.compress(b'{"format":1')]
)
def test_a_damaged_record_makes_conflicts_at_worst(tmp_path: Path, name: str, content: bytes):
    write({"a.yaml": "a: 1\n"}, tmp_path)
    (tmp_path / name).write_bytes(content)
    write({"a.yaml": "a: 2\n"}, tmp_path)
    assert (tmp_path / "a.yaml").read_text() in {"a: 1\n", "a: 2\n"}
    write({"a.yaml": (tmp_path / "a.yaml").read_text()}, tmp_path)
    assert plan({"a.yaml": (tmp_path / "a.yaml").read_text()}, tmp_path).clean


def test_a_record_from_a_later_version_is_left_alone(tmp_path: Path):
    write({"a.yaml": "a: 1\n"}, tmp_path)
    later = zlib.compress(b'{"format":2,"files":7}')
    (tmp_path / RECORD).write_bytes(later)
    assert refused({"a.yaml": "a: 2\n"}, tmp_path).code == "record-from-future"
    with pytest.raises(GenerateError):
        undo(tmp_path)
    assert (tmp_path / RECORD).read_bytes() == later
    assert (tmp_path / "a.yaml").read_text() == "a: 1\n"
