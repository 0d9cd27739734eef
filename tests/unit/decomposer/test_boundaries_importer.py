import pytest

from decomposer.constraints import constrained
from decomposer.documents import DocumentError
from decomposer.graph import MonolithGraph
from decomposer.importers.boundaries import (
    dump_boundaries,
    load_boundaries,
    load_constraints,
    parse_boundaries,
)
from decomposer.importers.monolith import parse_graph
from decomposer.knowledge import Constraints
from decomposer.partition import Partition
from decomposer.propose import propose
from decomposer.score import score

GRAPH = """\
name: shop
modules:
  - {name: orders, capability: sales, team: a, scaling: cpu, entities: [order]}
  - {name: stock, capability: goods, team: b, scaling: cpu, entities: [level]}
use_cases:
  - {name: buy, frequency_per_1000: 10, entry: orders, writes: [order]}
"""
SOUND = """\
format_version: 1
name: mine
services:
  sales: [orders]
  goods: [stock]
"""


@pytest.fixture
def graph() -> MonolithGraph:
    return parse_graph(GRAPH, "graph.yaml").graph


def problems(text: str, graph: MonolithGraph) -> list[tuple[str, int, int, str]]:
    with pytest.raises(DocumentError) as caught:
        parse_boundaries(text, "boundaries.yaml", graph)
    return [(p.code, p.line, p.column, p.value) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "[stock]",
            "[stok]",
            [("module-missing", 3, 1, "stock"), ("module-unknown", 5, 11, "stok")],
        ),
        ("[stock]", "[stock, orders]", [("module-twice", 5, 18, "orders")]),
        ("  goods: [stock]\n", "", [("module-missing", 3, 1, "stock")]),
        (
            "[orders]",
            "[orders, stock]\n  empty: []",
            [("service-empty", 5, 3, "empty"), ("module-twice", 6, 11, "stock")],
        ),
        ("sales:", "Sales_Team:", [("bad-name", 4, 3, "Sales_Team")]),
        ("sales:", "sales-:", [("bad-name", 4, 3, "sales-")]),
        ("format_version: 1", "format_version: 3", [("not-one-of", 1, 17, "3")]),
        ("name: mine", "title: mine", [("unknown-key", 2, 1, "title")]),
    ],
)
def test_a_mistake_is_found_where_it_stands(graph, old, new, expected):
    assert old in SOUND
    assert problems(SOUND.replace(old, new, 1), graph) == expected


def test_no_services_at_all_leave_every_module_without_a_home(graph):
    codes = [code for code, *_ in problems("name: mine\nservices: {}\n", graph)]
    assert sorted(codes) == ["module-missing", "module-missing", "no-services"]


def test_an_unknown_module_gets_a_suggestion(graph):
    with pytest.raises(DocumentError) as caught:
        parse_boundaries(SOUND.replace("[stock]", "[stokc]"), "b.yaml", graph)
    unknown = next(p for p in caught.value.problems if p.code == "module-unknown")
    assert unknown.suggestion == "stock"


def test_a_module_that_is_listed_twice_is_told_its_first_home(graph):
    with pytest.raises(DocumentError) as caught:
        parse_boundaries(SOUND.replace("[stock]", "[stock, orders]"), "b.yaml", graph)
    assert caught.value.problems[0].params["other"] == "sales"


def test_names_that_yaml_would_take_for_something_else_survive_too(graph):
    cut = Partition("yes", {"on": ("orders",), "null": ("stock",)})
    assert parse_boundaries(dump_boundaries(cut), "b.yaml", graph) == cut


def test_boundaries_survive_being_written_and_read(shop, reference, tmp_path):
    file = tmp_path / "boundaries.yaml"
    file.write_text(dump_boundaries(reference), encoding="utf-8")
    assert load_boundaries(file, shop) == reference


TOGETHER = SOUND + "constraints:\n  together:\n    - [orders, stock]\n"


def test_constraints_are_read_written_and_honoured(tmp_path, graph):
    file = tmp_path / "boundaries.yaml"
    file.write_text(TOGETHER, encoding="utf-8")
    wanted = load_constraints(file, graph)
    assert wanted.together == (("orders", "stock"),)
    cut = load_boundaries(file, graph)
    assert dump_boundaries(cut, wanted) == TOGETHER
    assert score(constrained(graph, wanted), cut).broken
    assert not propose(constrained(graph, wanted)).score.broken


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("  together:\n    - [orders, stok]\n", [("module-unknown", 8, 16, "stok")]),
        ("  together:\n    - [orders]\n", [("group-too-small", 8, 7, "orders")]),
        (
            "  together:\n    - [orders, stock]\n  apart:\n    - [orders, stock]\n",
            [("constraints-contradict", 10, 16, "orders")],
        ),
    ],
)
def test_constraints_that_cannot_be_honoured_are_located(graph, told, expected):
    assert problems(f"{SOUND}constraints:\n{told}", graph) == expected


def test_a_constraint_against_the_graphs_own_is_pointed_at(graph):
    own = constrained(graph, Constraints(apart=(("orders", "stock"),)))
    assert [found[0] for found in problems(TOGETHER, own)] == ["constraints-contradict"]
