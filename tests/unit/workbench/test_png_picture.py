"""Where Graphviz is installed the architecture is drawn as PNG, too, beside what is compared."""

import shutil
import struct
from pathlib import Path

import pytest

from generators.blueprint import dump_blueprint, load_blueprint
from generators.writing import Change
from tests.shops import reference
from workbench.usecases.generation import Request, generated, planned

SIGNATURE = b"\x89PNG\r\n\x1a\n"
needs_graphviz = pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")


@pytest.fixture
def wish(tmp_path: Path) -> Request:
    path = tmp_path / "blueprint.yaml"
    path.write_text(dump_blueprint(reference()), "utf-8")
    return Request(path, tmp_path / "out", ("diagram",))


@pytest.fixture
def drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A program of that name which writes down that it was asked, and then behaves as told."""

    def installed(script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        asked = folder / "asked"
        steps = ("#!/bin/sh", f'echo "$@" >> {asked}', "cat >/dev/null", script)
        (folder / "dot").write_text("\n".join(steps) + "\n")
        (folder / "dot").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return asked

    return installed


def run(wish: Request) -> Path:
    generated(wish, load_blueprint(wish.blueprint))
    return wish.out / "diagrams" / "architecture.png"


@needs_graphviz
def test_graphviz_draws_what_the_svg_shows(wish: Request):
    picture = run(wish).read_bytes()
    assert picture.startswith(SIGNATURE)
    width, height = struct.unpack(">II", picture[16:24])
    assert min(width, height) > 500


def test_it_is_drawn_again_only_when_the_architecture_has_changed(wish: Request, drawing):
    asked = drawing("printf picture")
    for _ in range(2):
        assert run(wish).read_bytes() == b"picture"
    assert asked.read_text().splitlines() == ["-Tpng"]
    text = wish.blueprint.read_text("utf-8")
    wish.blueprint.write_text(text.replace("name: shop", "name: store", 1), "utf-8")
    run(wish)
    assert len(asked.read_text().splitlines()) == 2


def test_a_picture_that_was_thrown_away_comes_back(wish: Request, drawing):
    drawing("printf picture")
    run(wish).unlink()
    assert run(wish).is_file()


def test_nobody_compares_it(wish: Request, drawing):
    drawing("printf picture")
    run(wish).write_bytes(b"edited")
    assert {file.change for file in planned(wish).files} == {Change.UNCHANGED}
    assert planned(wish).clean


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "printf half; kill -9 $$"])
def test_a_graphviz_that_cannot_draw_costs_the_picture_and_nothing_else(
    wish: Request, drawing, script: str
):
    drawing(script)
    assert not run(wish).exists()
    assert (wish.out / "diagrams" / "architecture.svg").is_file()


def test_without_graphviz_there_is_the_svg_alone(
    wish: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not run(wish).exists()
