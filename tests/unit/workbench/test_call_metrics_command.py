"""`decompose metrics`, as a learner meets it: a data set with all that can be odd, by hand."""

import json
from math import log

import pytest

USE_CASES = {
    "Root": ["u1", "u2", "u3"],
    "Größe": ["u1", "u2"],
    "Klasse::Innere": ["u2"],
    "leer": [],
    "a b": ["u3"],
}
VOLUMES = {
    "Root--Größe": 9,
    "Größe--Klasse$Innere": 1,
    "Klasse::Innere--Größe": 1,
    "a b--a b": 5,
    "Größe--a b": 1,
    "nur-gerufen--a b": 1,
    "verloren--a b": 3,
}
CUT = {"Größe": "0", "Klasse$Innere": 0, "leer": 0, "a b": 1, "nur-gerufen": 1}
EXPERT = {"Größe": 7, "Klasse::Innere": 7, "a b": "x", "nur-gerufen": "x", "nobody": "x"}
COMMAND = "decompose", "metrics", "bcs.json", "volume.json"


@pytest.fixture(autouse=True)
def data(tmp_path):
    files = {"bcs.json": USE_CASES, "volume.json": VOLUMES, "cut.json": CUT, "expert.json": EXPERT}
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def test_an_odd_data_set_is_measured_as_by_hand(run):
    (found,) = json.loads(run(*COMMAND, "cut.json", "--json").out)
    # parts of 3 and 2 classes; a class without use cases counts as one use case, Unknown;
    # Größe-Innere within the first, nur-gerufen-a b and a b itself within the second, one crosses
    assert found["ibm"] == pytest.approx(
        {
            "bcp": (log(3) + log(2)) / 2,
            "icp": 1 / 4,
            "sm": (1 / 9 + 2 / 4) / 2 - 2 * (1 / (2 * 3 * 2)),
            "ifn": 1 / 2,
            "ned": 1.0,
        }
    )
    spread = 1 / 3 * log(3) + 2 / 3 * log(3 / 2)
    assert found["cargo"] == pytest.approx({"bcp": spread / 2, "icp": 1 / 4})
    assert found["unplaced"] == ["verloren"]
    assert found["agreement"] is None


def test_beside_the_metrics_stands_the_agreement_with_an_expert(run):
    options = "--expert", "expert.json", "--json"
    mine, proposal = json.loads(run(*COMMAND, "cut.json", "proposal", *options).out)
    assert mine["agreement"] == 1.0
    assert proposal["cut"] == "proposal"
    placed = {name for held in proposal["services"].values() for name in held}
    assert placed >= {"Größe", "Klasse$Innere", "nur-gerufen"}


def test_a_search_adds_a_cut_that_is_no_worse_and_says_how_it_was_found(run, tmp_path):
    # what calls itself last, so that the order flatters nothing
    plain = {name: CUT[name] for name in ("Größe", "Klasse$Innere", "leer", "nur-gerufen", "a b")}
    (tmp_path / "cut.json").write_text(json.dumps(plain), encoding="utf-8")
    given, found = json.loads(run(*COMMAND, "cut.json", "--search", "--json").out)
    assert found["parts"] == given["parts"] == 2
    assert found["searched"]["dominates"]
    assert found["searched"]["against"] == "cut.json"
    better = {name: found["ibm"][name] <= value for name, value in given["ibm"].items()}
    assert better | {"sm": found["ibm"]["sm"] >= given["ibm"]["sm"]} == dict.fromkeys(better, True)
    assert "dealt out at random" in run(*COMMAND, "cut.json", "--search").out


def test_a_search_can_be_asked_for_another_size(run):
    _, found = json.loads(run(*COMMAND, "cut.json", "--parts", "3", "--json").out)
    assert found["parts"] == 3


def test_tables_and_help_are_there_in_both_languages(run):
    assert "0.250" in run(*COMMAND, "cut.json", "--expert", "expert.json").out
    assert "Нет в разбиении" in run(*COMMAND, "cut.json", lang="ru").out
    for language in ("en", "ru"):
        told = run("decompose", "metrics", "--help", lang=language)
        assert told.code == 0
        assert "--expert" in told.out


def test_a_missing_or_broken_cut_is_located(run, tmp_path):
    (tmp_path / "broken.json").write_text('{\n "A": [1]}')
    assert run(*COMMAND, "broken.json").err.startswith("broken.json:2:")
    absent = run(*COMMAND, "absent.json")
    assert absent.code == 2
    assert "absent.json" in absent.err
