"""What the importers share: names, gaps, and calls that were only counted."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.messages import Language, messages
from decomposer import importers
from decomposer.documents import DocumentError
from decomposer.explain import arguments, compare
from decomposer.graph import Access
from decomposer.importers.access_sequences import load_access_sequences
from decomposer.importers.graph_rules import NAME
from decomposer.importers.history import Commit, graph_of_history
from decomposer.importers.imported import Names, dump_graph, plain_name
from decomposer.importers.monolith import parse_graph
from decomposer.importers.python import load_python
from decomposer.importers.traced_calls import graph_of_calls, load_graph_of_calls
from decomposer.metrics import Observation
from decomposer.partition import Partition
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


ENGLISH = re.compile(r"\b(the|of|from|is|are|and|more|no longer|boundary|calls|service)\b")
TALE = {
    "Shop.buy": [["R", 1], ["W", 2], ["W", 3]],
    "Shop.look": [["R", 1], ["R", 2], ["R", 4]],
    "Shop.ship": [["W", 3], ["W", 4]],
}


@pytest.fixture
def imported(tmp_path):
    """A graph of each kind of evidence that importers bring."""
    tale = {name: {"t": [{"id": 0, "a": accesses}]} for name, accesses in TALE.items()}
    (tmp_path / "tale.json").write_text(json.dumps(tale))
    (tmp_path / "names.json").write_text('{"1": "Order", "2": "Line", "3": "Stock", "4": "Parcel"}')
    for app, code in {
        "sales": "import stock.models\nfrom shipping import models\n",
        "stock": "class Item(models.Model):\n    order = models.ForeignKey('sales.Order')\n",
        "shipping": "Order = get_model('sales', 'Order')\n",
        "mail": "import shipping.models\n",
    }.items():
        (tmp_path / "code" / app).mkdir(parents=True)
        (tmp_path / "code" / app / "__init__.py").write_text("")
        (tmp_path / "code" / app / "models.py").write_text(code)
    code = load_python(tmp_path / "code").graph
    commits = [Commit("ann", ("sales/a.py", "stock/b.py"))] * 3 + [Commit("bob", ("mail/c.py",))]
    return (
        load_access_sequences(tmp_path / "tale.json", tmp_path / "names.json").graph,
        graph_of_history(commits, "code", code).graph,
    )


@pytest.mark.parametrize("language", Language)
def test_every_change_of_an_imported_graph_is_told_in_one_language(imported, language):
    words = messages(language)
    for graph in imported:
        first, second, *rest = graph.names
        cut = Partition("cut", {"one": (first, second), "two": tuple(rest)})
        changes = [cut.move(m, to) for m in graph.names for to in ("one", "two", "new")]
        changes += [cut.merge("one", "two"), cut.split([first]), cut.split(rest[:1])]
        told = [d for after in changes for d in compare(graph, cut, after)]
        sentences = {words.text(f"difference-{d.code}", **d.params) for d in told}
        pairs = combinations(graph.names, 2)
        sentences |= {
            words.text(f"argument-{a.code}", **a.params)
            for p in pairs
            for a in arguments(graph, *p)
        }
        assert len(sentences) > 10
        assert all(sentence.endswith(".") for sentence in sentences)
        if language is Language.RU:
            assert not [sentence for sentence in sentences if ENGLISH.search(sentence)]
            assert all(re.search("[а-яё]{4}", sentence) for sentence in sentences)
