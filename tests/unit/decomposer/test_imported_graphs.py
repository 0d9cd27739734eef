"""What the importers share: names, gaps, and calls that were only counted."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.messages import Language, messages
from decomposer import importers
from decomposer.documents import DocumentError
from decomposer.graph import Access
from decomposer.importers.graph_rules import NAME
from decomposer.importers.imported import Names, dump_graph, plain_name
from decomposer.importers.monolith import parse_graph
from decomposer.importers.traced_calls import graph_of_calls, load_graph_of_calls
from decomposer.metrics import Observation
from tests.unit.decomposer.research_data import research_data


@pytest.mark.parametrize(
    ("foreign", "plain"),
    [
        ("TradeSLSBBean", "trade-slsb-bean"),
        ("OrderController.placeOrder", "order-controller-place-order"),
        ("Quote$Inner", "quote-inner"),
        ("PingServlet2Jsp", "ping-servlet2-jsp"),
        ("2FA", "fa"),
        ("Create Location", "create-location"),
        ("Заказ", ""),
    ],
)
def test_a_foreign_name_is_made_plain(foreign, plain):
    assert plain_name(foreign) == plain


@given(st.lists(st.text(max_size=60), max_size=12, unique=True))
def test_any_names_become_valid_and_distinct(foreign):
    names = Names("module")
    given_names = [names(each) for each in foreign]
    assert len(set(given_names)) == len(foreign)
    assert all(NAME.fullmatch(name) for name in given_names)
    assert [names(each) for each in foreign] == given_names


def test_names_that_differ_only_where_they_are_cut_are_numbered():
    names = Names("module")
    long = "a" * 50
    assert [names(long + tail) for tail in "xyz"] == ["a" * 40, "a" * 33 + "-2", "a" * 33 + "-3"]


def test_a_counted_pair_of_classes_is_a_use_case_with_its_share_of_all_calls():
    seen = Observation({"Order": ("buy",)}, {("Order", "Log"): 3, ("Log", "Disk"): 1})
    graph = graph_of_calls(seen, "shop").graph
    assert graph.names == ("order", "log", "disk")
    first, second = graph.use_cases
    assert (first.name, first.entry, first.frequency_per_1000) == ("order-log", "order", 750)
    assert (second.name, second.entry, second.frequency_per_1000) == ("log-disk", "log", 250)
    assert first.calls[0].access is Access.UNKNOWN
    assert parse_graph(dump_graph(graph), "graph.yaml").graph == graph


def test_self_calls_and_the_driver_are_no_part_of_the_graph():
    seen = Observation({}, {("Root", "Order"): 5, ("Order", "Order"): 5, ("Order", "Log"): 1})
    graph = graph_of_calls(seen, "shop").graph
    assert graph.names == ("order", "log")
    assert [use_case.frequency_per_1000 for use_case in graph.use_cases] == [1000]


def test_classes_that_never_call_each_other_are_refused_plainly(tmp_path):
    (tmp_path / "bcs.json").write_text('{"Order": ["buy"]}')
    (tmp_path / "volume.json").write_text('{"Root--Order": 5, "Order--Order": 5}')
    with pytest.raises(DocumentError) as caught:
        load_graph_of_calls(tmp_path / "bcs.json", tmp_path / "volume.json")
    assert [p.code for p in caught.value.problems] == ["no-calls-between-classes"]


def test_the_published_calls_of_daytrader_become_a_graph():
    folder = research_data("daytrader")
    found = load_graph_of_calls(folder / "bcs_per_class.json", folder / "runtime_call_volume.json")
    assert found.graph.name == "daytrader"
    assert (len(found.graph.modules), len(found.graph.edges)) == (74, 131)
    assert parse_graph(dump_graph(found.graph), "graph.yaml").graph == found.graph


@pytest.mark.parametrize("language", Language)
def test_every_gap_and_every_problem_of_an_importer_has_words(language):
    folder = Path(importers.__file__ or "").parent
    text = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    gaps = set(re.findall(r'Gap\(\s*"([a-z-]+)"', text))
    problems = set(re.findall(r'(?:Violation\(|0, 0, )\s*"([a-z0-9-]+)"', text))
    assert len(gaps) >= 6
    assert {"not-gzip", "not-an-access", "no-calls"} <= problems
    assert {f"import-{code}" for code in gaps} <= messages(language).keys()
    assert {f"problem-{code}" for code in problems} <= messages(language).keys()
