"""`decompose access-metrics`, as a learner meets it."""

import json

import pytest

NAMES = {str(i): name for i, name in enumerate(("Order", "Line", "Stock", "Log"))}
SEQUENCES = {
    "Shop.buy": {"t": [{"id": 0, "a": [["R", 0], ["W", 1], ["W", 2]]}]},
    "Shop.look": {"t": [{"id": 0, "a": [["R", 1], ["R", 2]]}]},
}
COMMAND = "decompose", "access-metrics", "sequences.json", "names.json"


@pytest.fixture(autouse=True)
def data(tmp_path):
    files = {
        "sequences.json": SEQUENCES,
        "names.json": NAMES,
        "expert.json": {"clusters": {"sales": ["Order", "Line"], "stock": ["Stock"]}},
        "authors.json": {"Order": ["ann"], "Line": ["bob"], "Stock": ["ann"]},
    }
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content, indent=1))
    (tmp_path / "mine.yaml").write_text("services:\n  all: [order, line, stock, log]\n")


def test_several_cuts_are_measured_side_by_side(run):
    expert, mine = json.loads(run(*COMMAND, "expert.json", "mine.yaml", "--json").out)
    # buy: {R Order, W Line} costs look, {W Stock} costs look; look: each read costs buy
    assert expert["metrics"]["complexity"] == pytest.approx((2 + 2) / 2)
    assert expert["unplaced"] == ["Log"]
    assert mine["metrics"] == {"complexity": 0, "cohesion": 0.625, "coupling": 0, "tsr": None}
    assert [each["code"] for each in mine["exploits"]] == ["sequence-one-part"]


def test_authors_give_the_size_of_teams(run):
    (found,) = json.loads(run(*COMMAND, "expert.json", "--authors", "authors.json", "--json").out)
    assert found["metrics"]["tsr"] == pytest.approx((2 + 1) / 2 / 2)


def test_values_and_exploits_are_told_in_both_languages(run):
    english = run(*COMMAND, "expert.json", "mine.yaml").out
    assert "2.000" in english
    assert "zero for any monolith" in english
    assert "not counted: Log" in english
    assert "у любого монолита" in run(*COMMAND, "mine.yaml", lang="ru").out


def test_a_broken_cut_is_located_before_anything_is_measured(run, tmp_path):
    (tmp_path / "expert.json").write_text('{"clusters": {\n "sales": ["Ordr"]}}')
    refused = run(*COMMAND, "expert.json")
    assert refused.code == 2
    assert refused.err.startswith("expert.json:2:12: ")
    assert "Order" in refused.err


def test_its_help_is_there_in_both_languages(run):
    english, russian = (run(*COMMAND[:2], "--help", lang=lang) for lang in ("en", "ru"))
    assert english.code == russian.code == 0
    assert "access sequences" in english.out
    assert "последовательности обращений" in russian.out
