import json
from pathlib import Path

import pytest

from decomposer.documents import DocumentError
from decomposer.graph import UNKNOWN, Access, Sensitivity
from decomposer.importers.imported import dump_graph
from decomposer.importers.monolith import parse_graph
from decomposer.importers.service_cutter import load_service_cutter
from decomposer.knowledge import Level
from decomposer.propose import propose
from tests.unit.decomposer.research_data import research_data

MODEL = {
    "name": "Booking",
    "entities": [
        {"name": "Customer", "nanoentities": ["id", "card"]},
        {"name": "Booking", "nanoentities": ["id", "paidOn"]},
    ],
    "relations": [{"origin": "Booking", "destination": "Customer", "type": "AGGREGATION"}],
}
PAY = {
    "name": "payBooking",
    "nanoentitiesRead": ["Customer.card", "Booking.id"],
    "nanoentitiesWritten": ["Booking.paidOn"],
    "isLatencyCritical": "true",
}
SALES = {"name": "Sales", "nanoentities": ["Booking.id", "Booking.paidOn"]}
TOLD = {"useCases": [PAY], "sharedOwnerGroups": [SALES], "aggregates": [{"name": "B"}]}


@pytest.fixture
def read(tmp_path):
    def read(model=MODEL, told=TOLD):
        files = tmp_path / "model.json", tmp_path / "told.json"
        for file, data in zip(files, (model, told), strict=True):
            file.write_text(json.dumps(data, indent=1), encoding="utf-8")
        return load_service_cutter(*files)

    return read


def problems(read, **data: object):
    with pytest.raises(DocumentError) as caught:
        read(**data)
    return [(p.code, Path(p.file).name, p.line, p.value) for p in caught.value.problems]


def test_an_entity_becomes_a_module_and_its_fields_become_tables(read):
    customer, booking = read().graph.modules
    assert (customer.name, customer.entities) == ("customer", ("customer-id", "customer-card"))
    assert (booking.name, booking.entities) == ("booking", ("booking-id", "booking-paid-on"))


def test_a_shared_owner_becomes_the_team_unless_owners_disagree(read):
    assert [module.team for module in read().graph.modules] == [UNKNOWN, "sales"]
    both = [SALES, {"name": "Finance", "nanoentities": ["Booking.paidOn"]}]
    graph = read(told={**TOLD, "sharedOwnerGroups": both}).graph
    assert [module.team for module in graph.modules] == [UNKNOWN, UNKNOWN]


def test_a_use_case_begins_where_it_writes_first_and_calls_the_rest(read):
    (pay,) = read().graph.use_cases
    assert pay.entry == "booking"
    assert (pay.reads, pay.writes) == (("booking-id",), ("booking-paid-on",))
    assert [(c.callee, c.access, c.entities) for c in pay.calls] == [
        ("customer", Access.READ, ("customer-card",))
    ]
    assert not pay.transaction


def test_a_use_case_that_only_reads_begins_where_it_reads_first(read):
    look = {"name": "look", "nanoentitiesRead": ["Customer.id", "Booking.id"]}
    (found,) = read(told={"useCases": [look]}).graph.use_cases
    assert found.entry == "customer"


def test_every_gap_is_told_with_what_the_graph_cannot_hold(read):
    idle = {"name": "idle", "nanoentitiesRead": []}
    gaps = {g.code: dict(g.params) for g in read(told={**TOLD, "useCases": [PAY, idle]}).gaps}
    assert gaps == {
        "traits-untold": {"modules": 2},
        "owners-untold": {"modules": 1, "of": 2},
        "frequencies-equal": {"use_cases": 1},
        "entries-assumed": {},
        "use-cases-empty": {"use_cases": 1},
        "within-an-entity": {"names": "B"},
        "nothing-apart": {},
    }


RICH = {
    **TOLD,
    "compatibilities": {
        "availabilityCriticality": [
            {"characteristic": "Low", "nanoentities": ["Customer.id"]},
            {"characteristic": "Critical", "nanoentities": ["Customer.card"]},
        ],
        "storageSimilarity": [{"characteristic": "Huge", "nanoentities": ["Booking.id"]}],
        "securityCriticality": [{"characteristic": "Critical", "nanoentities": ["Customer.card"]}],
    },
    "aggregates": [{"name": "B", "nanoentities": ["Booking.id", "Customer.id"]}],
    "securityAccessGroups": [{"name": "A", "nanoentities": ["Booking.id", "Customer.id"]}],
    "separatedSecurityZones": [{"name": "Vault", "nanoentities": ["Customer.card"]}],
    "predefinedServices": [{"name": "CRM", "nanoentities": ["Customer.id", "Booking.id"]}],
}


def test_every_criterion_has_its_place_in_the_graph(read):
    graph = read(told=RICH).graph
    customer, booking = graph.modules
    assert (customer.characteristics.availability, booking.characteristics.storage) == (
        Level.HIGH,
        Level.HIGH,
    )
    assert (customer.sensitivity, customer.zone) == (Sensitivity.CREDENTIALS, "vault")
    assert [(r.source, r.target, r.kind) for r in graph.relations] == [
        ("booking", "customer", "aggregation")
    ]
    assert [group.kind for group in graph.groups] == ["invariant", "security"]
    assert graph.constraints.together == (("customer", "booking"),)
    assert graph.use_cases[0].latency_critical


def test_fields_that_are_told_differently_are_a_gap_and_nothing_is_left_out(read):
    gaps = {gap.code: dict(gap.params) for gap in read(told=RICH).gaps}
    assert gaps["fields-unequal"] == {"names": "Customer"}
    assert not {"left-out", "nothing-apart"} & gaps.keys()


def test_a_relation_to_nothing_and_an_unknown_characteristic_are_located(read):
    ghost = {"origin": "Booking", "destination": "Ghost", "type": "AGGREGATION"}
    assert [p[0] for p in problems(read, model={**MODEL, "relations": [ghost]})] == [
        "module-unknown"
    ]
    odd = {"storageSimilarity": [{"characteristic": "Vast", "nanoentities": []}]}
    assert [p[0] for p in problems(read, told={**TOLD, "compatibilities": odd})] == ["not-one-of"]


def test_unknown_fields_are_found_where_they_stand(read):
    pay = {**PAY, "nanoentitiesRead": ["Customer.crad"]}
    group = {"name": "Sales", "nanoentities": ["Booking.no"]}
    found = problems(read, told={"useCases": [pay], "sharedOwnerGroups": [group]})
    assert found == [
        ("nanoentity-unknown", "told.json", 6, "Customer.crad"),
        ("nanoentity-unknown", "told.json", 18, "Booking.no"),
    ]


def test_what_is_described_twice_is_found_where_it_stands(read):
    twice = {
        "name": "Booking",
        "entities": [
            {"name": "A", "nanoentities": ["id", "id"]},
            {"name": "A", "nanoentities": []},
        ],
    }
    assert [p[:2] for p in problems(read, model=twice)] == [
        ("entity-owned-twice", "model.json"),
        ("module-defined-twice", "model.json"),
    ]
    assert [p[0] for p in problems(read, told={"useCases": [PAY, PAY]})] == [
        "use-case-defined-twice"
    ]


def test_files_without_content_or_of_another_shape_are_refused(read):
    empty = {"name": "x", "entities": []}
    assert [p[0] for p in problems(read, model=empty)] == ["graph-without-modules"]
    assert [p[0] for p in problems(read, told={})] == ["graph-without-use-cases"]
    assert [p[:3] for p in problems(read, model={"name": "x", "entities": {}})] == [
        ("not-a-list", "model.json", 3)
    ]


@pytest.mark.parametrize(("name", "modules", "teams"), [("booking", 3, 0), ("ddd", 9, 4)])
def test_the_samples_of_service_cutter_become_graphs(name, modules, teams):
    folder = research_data("servicecutter")
    files = folder / f"{name}_1_model.json", folder / f"{name}_2_user_representations.json"
    graph = load_service_cutter(*files).graph
    assert len(graph.modules) == modules
    assert len({module.team for module in graph.modules} - {UNKNOWN}) == teams
    assert parse_graph(dump_graph(graph), "graph.yaml").graph == graph
    assert propose(graph).proved
