"""Templates compiled once, and never a text that is older than its template."""

import sys
from errno import ENOSPC
from typing import BinaryIO

import pytest
from jinja2 import UndefinedError
from jinja2.bccache import Bucket

from generators.render.templating import templates


@pytest.fixture(autouse=True)
def writing_bytecode(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    templates.cache_clear()
    yield
    templates.cache_clear()


def rendered(folder, **values):
    templates.cache_clear()
    return templates(folder).get_template("greeting.j2").render(**values)


def compiled(folder):
    return list((folder / "__pycache__").glob("*"))


def test_a_compiled_template_is_kept_beside_its_source(tmp_path):
    (tmp_path / "greeting.j2").write_text("hello {{ name }}\n")
    assert rendered(tmp_path, name="shop") == "hello shop\n"
    (kept,) = compiled(tmp_path)
    before = kept.stat().st_mtime_ns
    assert rendered(tmp_path, name="cart") == "hello cart\n"
    assert kept.stat().st_mtime_ns == before


def test_an_edited_template_is_compiled_again(tmp_path):
    template = tmp_path / "greeting.j2"
    template.write_text("hello\n")
    rendered(tmp_path)
    template.write_text("good day\n")
    assert rendered(tmp_path) == "good day\n"


@pytest.mark.parametrize("damage", [b"", b"j2", None])
def test_what_is_kept_may_be_damaged(tmp_path, damage):
    (tmp_path / "greeting.j2").write_text("hello\n")
    rendered(tmp_path)
    (kept,) = compiled(tmp_path)
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-3] if damage is None else damage)
    assert rendered(tmp_path) == "hello\n"


def test_where_nothing_may_be_kept_templates_work_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "greeting.j2").write_text("hello\n")
    (tmp_path / "__pycache__").write_text("in the way")
    assert rendered(tmp_path) == "hello\n"
    (tmp_path / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(tmp_path) == "hello\n"
    assert not (tmp_path / "__pycache__").exists()


def test_a_disk_that_is_full_keeps_no_half_of_it(tmp_path, monkeypatch):
    def begin(_bucket: Bucket, file: BinaryIO) -> None:
        file.write(b"j2")
        raise OSError(ENOSPC, "no space left")

    (tmp_path / "greeting.j2").write_text("hello\n")
    monkeypatch.setattr(Bucket, "write_bytecode", begin)
    assert rendered(tmp_path) == "hello\n"
    assert compiled(tmp_path) == []


def test_what_one_user_compiled_others_may_read(tmp_path):
    (tmp_path / "greeting.j2").write_text("hello\n")
    rendered(tmp_path)
    (kept,) = compiled(tmp_path)
    assert kept.stat().st_mode == (tmp_path / "greeting.j2").stat().st_mode


def test_a_name_that_nobody_gave_fails(tmp_path):
    (tmp_path / "greeting.j2").write_text("hello {{ name }}\n")
    with pytest.raises(UndefinedError):
        rendered(tmp_path)
