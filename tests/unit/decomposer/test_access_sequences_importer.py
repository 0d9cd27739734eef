import gzip
import json
from pathlib import Path

import pytest

from decomposer.documents import DocumentError
from decomposer.graph import UNKNOWN, Access, Scaling
from decomposer.importers.access_sequences import load_access_sequences
from decomposer.importers.imported import dump_graph
from decomposer.importers.monolith import parse_graph
from decomposer.partition import monolith
from decomposer.score import score
from tests.unit.decomposer.research_data import research_data

NAMES = {"1": "Order", "2": "OrderLine", "3": "Customer"}
SHOP = {
    "OrderController.place": {
        "t": [{"id": 0, "a": [["R", 3], ["R", 1], ["W", 1], ["W", 2], ["R", 1], ["W", 2]]}]
    },
    "OrderController.show": {"t": [{"id": 0, "a": [["R", 1], ["R", 1]]}]},
    "Index.idle": {"t": [{"id": 0, "a": []}]},
}


@pytest.fixture
def read(tmp_path):
    def read(sequences, names=NAMES):
        files = tmp_path / "shop.json", tmp_path / "names.json"
        for file, data in zip(files, (sequences, names), strict=True):
            file.write_text(json.dumps(data, indent=1), encoding="utf-8")
        return load_access_sequences(*files)

    return read


def trace(*accesses: object):
    return {"Any.method": {"t": [{"id": 0, "a": list(accesses)}]}}


def problems(read, *data: object):
    with pytest.raises(DocumentError) as caught:
        read(*data)
    return [(p.code, Path(p.file).name, p.line, p.value) for p in caught.value.problems]


def test_an_entity_becomes_a_module_with_its_table_and_nothing_else_is_claimed(read):
    graph = read(SHOP).graph
    assert graph.names == ("order", "order-line", "customer")
    for module in graph.modules:
        assert module.entities == (module.name,)
        assert (module.capability, module.team) == (UNKNOWN, UNKNOWN)
        assert module.scaling is Scaling.UNKNOWN


def test_going_on_to_another_entity_is_a_call_and_writing_there_makes_it_a_write(read):
    place, show = read(SHOP).graph.use_cases
    assert place.entry == "customer"
    assert [(c.caller, c.callee, c.access) for c in place.calls] == [
        ("customer", "order", Access.WRITE),
        ("order", "order-line", Access.WRITE),
        ("order-line", "order", Access.READ),
    ]
    assert (show.entry, show.reads, show.writes, show.calls) == ("order", ("order",), (), ())


def test_what_a_functionality_writes_is_one_transaction(read):
    place, show = read(SHOP).graph.use_cases
    assert place.participants == ("order", "order-line")
    assert not show.transaction


def test_use_cases_share_the_traffic_equally_and_never_exceed_it(read):
    many = {f"C.m{i}": SHOP["OrderController.show"] for i in range(7)}
    assert 999.99 < sum(u.frequency_per_1000 for u in read(many).graph.use_cases) <= 1000


def test_every_gap_is_told(read):
    gaps = {gap.code: dict(gap.params) for gap in read(SHOP).gaps}
    assert gaps == {
        "modules-untold": {"modules": 3},
        "frequencies-equal": {"use_cases": 2},
        "steps-once": {},
        "use-cases-empty": {"use_cases": 1},
        "nothing-apart": {},
    }


@pytest.mark.parametrize(
    ("access", "expected"),
    [
        (["X", 1], ("not-an-access", 7, '["X", 1]')),
        (["R"], ("not-an-access", 7, '["R"]')),
        (["R", [1]], ("not-an-access", 7, '["R", [1]]')),
        ("R1", ("not-an-access", 7, '"R1"')),
        (["R", 9], ("entity-number-unknown", 9, "9")),
    ],
)
def test_a_wrong_access_is_found_where_it_stands(read, access, expected):
    code, line, value = expected
    assert problems(read, trace(access, ["R", 1])) == [(code, "shop.json", line, value)]


def test_of_very_many_wrong_accesses_fifty_are_located_and_the_rest_counted(read):
    found = problems(read, trace(*[["X", 1]] * 1000))
    assert len(found) == 51
    assert [(f[0], f[3]) for f in found if f[0] != "not-an-access"] == [("accesses-more", "950")]


def test_wrong_names_are_found_where_they_stand(read):
    assert problems(read, SHOP, {"one": "Order", "2": 5}) == [("not-text", "names.json", 3, "5")]
    assert problems(read, SHOP, {"one": "Order", "2": "Order"}) == [
        ("not-a-whole-number", "names.json", 2, "one"),
        ("module-defined-twice", "names.json", 3, "Order"),
    ]
    assert [p[0] for p in problems(read, SHOP, {})] == ["graph-without-modules"]


def test_without_any_access_there_is_nothing_to_cut_by(read):
    assert [p[0] for p in problems(read, {"A.b": {"t": []}})] == ["graph-without-use-cases"]


def test_wrong_shapes_are_found_where_they_stand(read):
    assert [p[:3] for p in problems(read, {"A.b": {"t": [{"id": 0, "x": []}]}, "C.d": []})] == [
        ("missing-key", "shop.json", 4),
        ("unknown-key", "shop.json", 6),
        ("not-a-mapping", "shop.json", 10),
    ]


def test_an_imported_graph_survives_being_written_and_read_and_can_be_scored(read):
    graph = read(SHOP).graph
    again = parse_graph(dump_graph(graph), "graph.yaml").graph
    assert again == graph
    assert score(again, monolith(again.names)).criteria["capability"] == pytest.approx(50)


@pytest.mark.parametrize(
    ("sequences", "names", "modules", "use_cases"),
    [
        ("acmeshop/AcmeShop-maven.json", "acmeshop/AcmeShop-maven_IDToEntity.json", 30, 108),
        (
            "petclinic/spring-framework-petclinic-launcher.json",
            "petclinic/spring-framework-petclinic-launcher_IDToEntity.json",
            9,
            13,
        ),
    ],
)
def test_published_sequences_become_graphs(sequences, names, modules, use_cases):
    graph = load_access_sequences(research_data(sequences), research_data(names)).graph
    assert (len(graph.modules), len(graph.use_cases)) == (modules, use_cases)
    assert parse_graph(dump_graph(graph), "graph.yaml").graph == graph


def test_gzipped_sequences_are_read_too(read, tmp_path):
    plain = read(SHOP)
    packed = tmp_path / "shop.json.gz"
    packed.write_bytes(gzip.compress((tmp_path / "shop.json").read_bytes()))
    assert load_access_sequences(packed, tmp_path / "names.json") == plain
