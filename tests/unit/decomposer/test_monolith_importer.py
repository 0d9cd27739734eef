"""A broken graph gives every error at once, each where it stands."""

from pathlib import Path

import pytest

from decomposer.documents import DocumentError
from decomposer.importers.monolith import load_graph, parse_graph

SOUND = """\
name: shop
modules:
  - {name: orders, capability: sales, team: a, scaling: cpu, entities: [order], prefix: /orders}
  - {name: stock, capability: goods, team: b, scaling: cpu, entities: [level], prefix: /stock}
use_cases:
  - name: buy
    frequency_per_1000: 10
    entry: orders
    writes: [order]
    transaction: true
    calls:
      - {from: orders, to: stock, access: write, entities: [level]}
"""


def problems(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        parse_graph(text, "graph.yaml")
    return [(p.code, p.line, p.value) for p in caught.value.problems]


def test_a_sound_graph_has_no_problems_and_no_warnings():
    read = parse_graph(SOUND, "graph.yaml")
    assert read.graph.names == ("orders", "stock")
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("to: stock,", "to: stok,", [("module-unknown", 12, "stok")]),
        ("entry: orders", "entry: ordres", [("module-unknown", 8, "ordres")]),
        (
            "to: stock,",
            "to: orders,",
            [("call-to-itself", 12, "orders"), ("entity-of-another", 12, "level")],
        ),
        (
            "from: orders",
            "from: stock",
            [("call-to-itself", 12, "stock"), ("caller-not-reached", 12, "stock")],
        ),
        (
            "entities: [level], prefix",
            "entities: [level, order], prefix",
            [("entity-owned-twice", 4, "order")],
        ),
        (
            "name: stock,",
            "name: orders,",
            [
                ("module-defined-twice", 4, "orders"),
                ("entity-of-another", 9, "order"),
                ("module-unknown", 12, "stock"),
            ],
        ),
        ("prefix: /stock", "prefix: /orders", [("prefix-of-two-modules", 4, "/orders")]),
        ("frequency_per_1000: 10", "frequency_per_1000: -3", [("frequency-not-positive", 7, "-3")]),
        ("frequency_per_1000: 10", "frequency_per_1000: 0", [("frequency-not-positive", 7, "0")]),
        (
            "frequency_per_1000: 10",
            "frequency_per_1000: .nan",
            [("frequency-not-positive", 7, "nan")],
        ),
        (
            "frequency_per_1000: 10",
            "frequency_per_1000: 1001",
            [("frequencies-above-1000", 5, "1001")],
        ),
        ("writes: [order]", "writes: [level]", [("entity-of-another", 9, "level")]),
        ("writes: [order]", "writes: [oder]", [("entity-unknown", 9, "oder")]),
        ("name: buy", "name: Buy It", [("bad-name", 6, "Buy It")]),
        ("capability: goods", "capability: All Goods", [("bad-name", 4, "All Goods")]),
        ("scaling: cpu", "scaling: gpu", [("not-one-of", 3, "gpu")]),
        ("team: a,", "", [("missing-key", 3, "team")]),
        (
            "capability: goods",
            "capabilty: goods",
            [("missing-key", 4, "capability"), ("unknown-key", 4, "capabilty")],
        ),
        (
            "access: write",
            "acess: write",
            [("missing-key", 12, "access"), ("unknown-key", 12, "acess")],
        ),
    ],
)
def test_a_mistake_is_found_where_it_stands(old, new, expected):
    assert old in SOUND
    assert sorted(problems(SOUND.replace(old, new, 1))) == sorted(expected)


def test_a_transaction_needs_a_writer():
    text = SOUND.replace("    writes: [order]\n", "").replace("access: write", "access: read")
    assert problems(text) == [("transaction-without-writes", 9, "buy")]


def test_every_mistake_is_reported_at_once():
    text = (
        SOUND.replace("entry: orders", "entry: ordres")
        .replace("frequency_per_1000: 10", "frequency_per_1000: -1")
        .replace("prefix: /stock", "prefix: /orders")
    )
    codes = {code for code, _, _ in problems(text)}
    assert {"module-unknown", "frequency-not-positive", "prefix-of-two-modules"} <= codes


def test_a_typo_gets_the_name_that_was_probably_meant():
    with pytest.raises(DocumentError) as caught:
        parse_graph(SOUND.replace("to: stock,", "to: stok,"), "graph.yaml")
    (problem,) = caught.value.problems
    assert problem.suggestion == "stock"
    assert problem.where == "graph.yaml:12:28"


def test_a_misspelt_key_of_a_call_is_answered_with_the_keys_of_the_format():
    with pytest.raises(DocumentError) as caught:
        parse_graph(SOUND.replace("from: orders", "form: orders"), "graph.yaml")
    unknown = next(p for p in caught.value.problems if p.code == "unknown-key")
    assert unknown.suggestion == "from"


def test_a_use_case_has_one_description():
    again = "  - {name: buy, frequency_per_1000: 1, entry: stock}\n"
    assert problems(SOUND + again) == [("use-case-defined-twice", 13, "buy")]


def test_an_empty_graph_says_both_things_that_are_missing():
    assert problems("name: shop\nmodules: []\nuse_cases: []\n") == [
        ("graph-without-modules", 2, ""),
        ("graph-without-use-cases", 3, ""),
    ]


def test_a_format_of_the_future_is_refused():
    assert problems("format_version: 2\n" + SOUND)[0][:2] == ("not-one-of", 1)


def test_a_module_nobody_calls_is_a_warning_and_no_error():
    lonely = "  - {name: blog, capability: news, team: c, scaling: cpu, entities: [post]}\n"
    read = parse_graph(SOUND.replace("use_cases:", lonely + "use_cases:"), "graph.yaml")
    assert [(w.code, w.line, w.value) for w in read.warnings] == [
        ("module-disconnected", 5, "blog"),
        ("entity-untouched", 5, "post"),
    ]


def test_a_missing_file_is_a_problem_of_the_document(tmp_path: Path):
    with pytest.raises(DocumentError) as caught:
        load_graph(tmp_path / "none.yaml")
    assert [p.code for p in caught.value.problems] == ["file-not-found"]
