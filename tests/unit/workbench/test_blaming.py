"""What is wrong with a manifest is led back to the blueprint, also by the checker alone."""

import shutil
from pathlib import Path

import pytest

from generators.blueprint import dump_blueprint, load_blueprint
from generators.writing import Sides
from tests.shops import reference
from workbench.cli.sarif import sarif
from workbench.usecases.blaming import Blamed, blamed_in
from workbench.usecases.generation import Request, generated
from workbench.usecases.manifests import check_folder

DEPLOYMENT = "kubernetes/base/cart/deployment.yaml"


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    path = tmp_path / "shop" / "blueprint.yaml"
    path.parent.mkdir()
    path.write_text(dump_blueprint(reference()), "utf-8")
    return path


def made(blueprint: Path, out: Path, decided: str = "digest") -> Path:
    wish = Request(blueprint, out, sides=Sides())
    generated(wish, load_blueprint(blueprint), decided=decided)
    spoilt = out / DEPLOYMENT
    sound = spoilt.read_text("utf-8")
    spoilt.write_text(sound.replace("image: ", "image: shop:latest # "), "utf-8")
    return out


def blamed(folder: Path) -> Blamed:
    (found,) = blamed_in(folder, check_folder(folder))
    assert found.finding.code == "image-not-pinned"
    return found


@pytest.mark.parametrize("part", ["", "kubernetes", "kubernetes/base/cart"])
def test_a_finding_names_the_line_of_the_blueprint_however_much_is_checked(
    blueprint: Path, tmp_path: Path, part: str
):
    found = blamed(made(blueprint, tmp_path / "elsewhere") / part)
    (choice,) = found.choices
    assert found.blueprint == str(blueprint)
    assert blueprint.read_text("utf-8").splitlines()[choice.line - 1].startswith("    modules:")


def test_a_folder_that_does_not_know_its_blueprint_finds_it_where_it_usually_stands(
    blueprint: Path,
):
    found = blamed(made(blueprint, blueprint.parent / "generated", decided=""))
    assert found.blueprint == str(blueprint)


def test_without_the_blueprint_the_kept_one_still_names_the_choice(blueprint: Path, tmp_path: Path):
    out = made(blueprint, blueprint.parent / "generated")
    away = shutil.move(out, tmp_path / "away")
    found = blamed(Path(away))
    assert found.blueprint == ""
    assert [(choice.place, choice.line) for choice in found.choices] == [
        ("services.cart.modules", 0)
    ]


def test_files_of_somebody_else_are_judged_without_a_blueprint(blueprint: Path, tmp_path: Path):
    out = made(blueprint, tmp_path / "out")
    shutil.rmtree(out / ".generated")
    assert blamed(out).choices == ()


def test_a_blueprint_that_cannot_be_read_hides_no_finding(blueprint: Path, tmp_path: Path):
    out = made(blueprint, tmp_path / "out")
    blueprint.write_text("services: [", "utf-8")
    assert blamed(out).choices == ()


def test_code_hosts_are_told_the_line_of_the_blueprint_too(blueprint: Path, tmp_path: Path):
    found = blamed(made(blueprint, tmp_path / "out"))
    ((result,),) = ([*run["results"]] for run in sarif([found], str, "")["runs"])
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": str(blueprint)}
    assert related["physicalLocation"]["region"]["startLine"] == found.choices[0].line
