"""The launch specification."""

import json

import pytest

from labs.commerce.host import load
from labs.commerce.spec import REFERENCE_SAGA, CallPolicy, SpecError, parse_spec
from tests.shops import MONOLITH, REFERENCE

SAGA = [
    {"action": step.action, "service": step.service, "compensation": step.compensation}
    for step in REFERENCE_SAGA
]


def spec(partition: dict[str, list[str]], **changes: object) -> bytes:
    deployables = [
        {"name": name, "modules": modules, "database": "postgresql:///x", "port": 21000 + number}
        for number, (name, modules) in enumerate(partition.items())
    ]
    document = {
        "deployables": deployables,
        "peers": {},
        "cache": "redis://127.0.0.1:1/0",
        "broker": "nats://127.0.0.1:2",
        "secrets": {"sealing_key": "x", "internal_token": "y"},
        **changes,
    }
    return json.dumps(document).encode()


def problems(text: bytes) -> tuple[str, ...]:
    with pytest.raises(SpecError) as refused:
        parse_spec(text)
    return refused.value.problems


def test_what_is_not_said_is_as_in_the_course() -> None:
    parsed = parse_spec(spec(REFERENCE))
    assert parsed.checkout == "saga-orchestration"
    assert parsed.saga == REFERENCE_SAGA
    assert parsed.deployables[0].instance == "user-1"


def test_one_transaction_needs_one_database() -> None:
    assert parse_spec(spec(MONOLITH, checkout="acid")).checkout == "acid"
    (problem,) = problems(spec(REFERENCE, checkout="acid"))
    assert problem.startswith("acid-needs-co-location: order lacks payments")


def test_a_checkout_that_we_do_not_have_is_refused_by_name() -> None:
    (problem,) = problems(spec(MONOLITH, checkout="three-phase-commit"))
    assert "three-phase-commit" in problem


def test_a_vote_takes_as_many_databases_as_the_checkout_is_cut_into() -> None:
    cut = parse_spec(spec(REFERENCE, checkout="two-phase-commit"))
    assert sorted(cut.checkout_cuts) == [
        ("orders",),
        ("payments",),
        ("shipping",),
        ("stock", "reservations"),
    ]
    assert cut.votes
    assert not parse_spec(spec(MONOLITH, checkout="two-phase-commit")).votes
    assert not parse_spec(spec(REFERENCE)).votes


@pytest.mark.parametrize("partition", [MONOLITH, REFERENCE])
def test_a_choreography_runs_in_any_cut(partition: dict[str, list[str]]) -> None:
    parsed = parse_spec(spec(partition, checkout="saga-choreography"))
    assert load("orders").problems(parsed) == []


def test_a_choreography_begins_with_the_order_that_everybody_hears_of() -> None:
    headless = parse_spec(spec(MONOLITH, checkout="saga-choreography", saga=SAGA[1:]))
    assert load("orders").problems(headless) == ["choreography-starts-elsewhere: ReserveItems"]


def test_every_problem_is_told_at_once() -> None:
    partition = {"one": ["orders", "cart"], "two": ["cart"]}
    found = problems(spec(partition, checkout="acid"))
    assert [problem.partition(":")[0] for problem in found] == [
        "acid-needs-co-location",
        "module-placed-twice",
    ]


def test_a_misspelt_key_is_refused() -> None:
    (problem,) = problems(spec(MONOLITH, chekout="acid"))
    assert "chekout" in problem


def test_a_peer_may_have_a_policy_of_its_own() -> None:
    communication = {"timeout_ms": 900, "peers": {"payments": {"timeout_ms": 100, "retries": 0}}}
    parsed = parse_spec(spec(MONOLITH, communication=communication)).communication
    assert parsed.policy("stock").timeout_ms == 900
    assert parsed.policy("payments") == CallPolicy(timeout_ms=100, retries=0)
