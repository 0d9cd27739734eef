"""`decompose import` and `decompose metrics`, as a learner meets them."""

import json

import pytest

from workbench.cli.evidence import KINDS
from workbench.usecases.imports import IMPORTERS

BCS = {"Order": ["buy", "sell"], "Stock": ["buy"], "Log": ["sell"]}
VOLUMES = {"Root--Order": 1, "Order--Stock": 30, "Stock--Log": 10}
NAMES = {"1": "Order", "2": "Stock"}
MODEL = {"name": "Shop", "entities": [{"name": n, "nanoentities": ["id"]} for n in NAMES.values()]}
TOLD = {"useCases": [{"name": "buy", "nanoentitiesWritten": ["Order.id", "Stock.id"]}]}
SEQUENCES = {"Shop.buy": {"t": [{"id": 0, "a": [["R", 1], ["W", 2]]}]}}


@pytest.fixture(autouse=True)
def data(tmp_path):
    files = {
        "bcs.json": BCS,
        "volume.json": VOLUMES,
        "cut.json": {"Order": 0, "Stock": 1, "Log": 1},
        "sequences.json": SEQUENCES,
        "names.json": NAMES,
        "model.json": MODEL,
        "told.json": TOLD,
    }
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content, indent=1))


@pytest.mark.parametrize(
    ("kind", "files", "modules"),
    [
        ("mono2micro", ("bcs.json", "volume.json"), 3),
        ("access-sequences", ("sequences.json", "names.json"), 2),
        ("service-cutter", ("model.json", "told.json"), 2),
    ],
)
def test_imported_data_can_be_proposed_for_and_scored(run, kind, files, modules):
    imported = json.loads(run("decompose", "import", kind, *files, "--json").out)
    assert imported["modules"] == modules
    assert any("unknown" in gap for gap in imported["gaps"])
    assert run("decompose", "propose", "graph.yaml", "--out", "cut.yaml").code == 0
    assert run("decompose", "score", "graph.yaml", "--boundaries", "cut.yaml").code == 0


def test_an_import_never_overwrites_unless_told_to(run, tmp_path):
    command = "decompose", "import", "mono2micro", "bcs.json", "volume.json", "--out", "g.yaml"
    (tmp_path / "g.yaml").write_text("# mine\n")
    refused = run(*command)
    assert refused.code == 2
    assert "--force" in refused.err
    assert (tmp_path / "g.yaml").read_text() == "# mine\n"
    assert run(*command, "--force").code == 0


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("mono2micro", "runtime_call_volume"),
        ("access-sequences", "IDToEntity"),
        ("service-cutter", "user representations"),
    ],
)
def test_a_wrong_number_of_files_says_which_are_meant(run, kind, meant):
    refused = run("decompose", "import", kind, "sequences.json")
    assert refused.code == 2
    assert meant in refused.err


def test_code_becomes_a_graph_and_what_is_missing_is_ranked(run, tmp_path):
    for app in ("sales", "stock"):
        (tmp_path / "shop" / app).mkdir(parents=True)
        (tmp_path / "shop" / app / "models.py").write_text("")
    (tmp_path / "shop/sales/views.py").write_text("import stock.models\nx = import_module(name)\n")
    (tmp_path / "shop/stock/broken.py").write_text("def f(:\n")
    shown = run("decompose", "import", "python", "shop", "--force")
    assert shown.code == 0
    assert "views.py:2: import_module(…) — " in shown.out
    assert "Skipped: 1." in shown.out
    assert "broken.py:1:" in shown.out
    assert run("decompose", "import", "python", "nowhere").code == 2
    assert run("decompose", "propose", "graph.yaml").code == 0


def test_broken_data_give_the_place_and_write_nothing(run, tmp_path):
    (tmp_path / "volume.json").write_text('{\n "Order--Stock": 0,\n "Order->Log": 1\n}')
    refused = run("decompose", "import", "mono2micro", "bcs.json", "volume.json")
    assert refused.code == 2
    assert refused.err.startswith("volume.json:2:18: ")
    assert "Traceback" not in refused.err
    assert not (tmp_path / "graph.yaml").exists()


def test_a_cut_is_measured_as_both_papers_do_it(run):
    command = "decompose", "metrics", "bcs.json", "volume.json", "cut.json"
    (figures,) = json.loads(run(*command, "--json").out)
    assert figures["ibm"]["icp"] == pytest.approx(0.571, abs=5e-4)
    assert figures["cargo"]["icp"] == pytest.approx(30 / 40)
    shown = run(*command)
    assert "0.571" in shown.out
    assert "0.750" in shown.out


def test_what_a_cut_exploits_is_told_in_both_languages(run, tmp_path):
    (tmp_path / "cut.json").write_text('{"Order": 0, "Stock": 0, "Log": 0}')
    command = "decompose", "metrics", "bcs.json", "volume.json", "cut.json"
    assert "zero for any monolith" in run(*command).out
    assert "у любого монолита" in run(*command, lang="ru").out


def test_a_class_that_the_cut_forgot_is_named(run, tmp_path):
    (tmp_path / "cut.json").write_text('{"Order": 0, "Stock": 1}')
    shown = run("decompose", "metrics", "bcs.json", "volume.json", "cut.json")
    assert "not counted: Log" in shown.out


@pytest.mark.parametrize("name", ["import", "metrics"])
def test_help_is_there_in_both_languages(run, name):
    english, russian = (run("decompose", name, "--help", lang=lang) for lang in ("en", "ru"))
    assert english.code == russian.code == 0
    assert english.out != russian.out


def test_the_command_offers_just_the_importers_that_there_are():
    assert tuple(IMPORTERS) == tuple(KINDS)
