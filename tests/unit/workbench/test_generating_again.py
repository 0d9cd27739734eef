"""The second run of the same makes nothing anew, and says all that the first one said."""

from pathlib import Path

import pytest

import generators.render
from workbench.usecases.making import deciding

CIRCLE = """\
format_version: 1
name: shop
services:
  order: {modules: [orders], store: none}
  payment: {modules: [payments], store: none}
communication:
  edges:
    - {caller: order, callee: payment, timeout_ms: 800}
    - {caller: payment, callee: order, timeout_ms: 800}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "blueprint.yaml").write_text(CIRCLE)
    return tmp_path


def test_what_was_said_is_said_again_without_rendering(
    run, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    first = run("generate", cwd=folder)
    monkeypatch.setattr(generators.render, "RENDERERS", {})
    again = run("generate", cwd=folder)
    assert "circle" in first.err
    assert again.err == first.err
    assert "0 new, 0 changed" in again.out


def test_another_language_says_it_in_its_own_words(run, folder: Path):
    english = run("generate", cwd=folder).err
    russian = run("generate", cwd=folder, lang="ru").err
    assert russian
    assert russian != english


def test_a_changed_choice_and_an_edited_file_are_seen(run, folder: Path):
    run("generate", cwd=folder)
    edges = folder / "generated/services/order/src/order_service/edges.py"
    written = edges.read_text()
    edges.unlink()
    run("generate", cwd=folder)
    assert edges.read_text() == written
    (folder / "blueprint.yaml").write_text(CIRCLE.replace("800", "900"))
    run("generate", cwd=folder)
    assert "timeout_ms=900" in edges.read_text()


def test_an_edited_generator_is_another_one(folder: Path, monkeypatch: pytest.MonkeyPatch):
    blueprint, package = folder / "blueprint.yaml", folder / "package"
    package.mkdir()
    (package / "template.j2").write_text("x")
    monkeypatch.setattr(generators, "__path__", [str(package)])
    before = deciding(blueprint, "en")
    assert deciding(blueprint, "en") == before
    assert deciding(blueprint, "ru") != before
    (package / "template.j2").write_text("xy")
    assert deciding(blueprint, "en") != before
    assert deciding(folder / "missing.yaml", "en") == ""
