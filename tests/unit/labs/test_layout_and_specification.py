"""From a blueprint to processes on loopback and to the shop's launch specification."""

import itertools

import pytest

from generators.blueprint import Blueprint
from labs.commerce.platform.identity import tokens
from labs.commerce.spec import REFERENCE_SAGA, SagaStep, Stores, parse_spec
from labs.wiring import gateway
from labs.wiring.layout import lay_out, replica_count, subsets, upstreams
from labs.wiring.specification import FOR_EVER_MS, Surroundings, call_policies, specification

SERVICES = {
    "order": {"modules": ["orders", "order-status"]},
    "payment": {"modules": ["payments"]},
    "inventory": {"modules": ["stock", "reservations"]},
}


def blueprint(**sections: object) -> Blueprint:
    return Blueprint.model_validate({"name": "shop", "services": SERVICES, **sections})


def laid_out(bp: Blueprint):
    return lay_out(bp, itertools.count(21000))


def surroundings() -> Surroundings:
    return Surroundings(
        database=lambda service: f"postgresql://shop@127.0.0.1/{service}",
        log=lambda part: f"/logs/{part}.log",
        spans=lambda part: f"/traces/{part}.jsonl",
        trace_ratio=0.25,
        cache="redis://:secret@127.0.0.1:1/0",
        broker="nats://shop:secret@127.0.0.1:2",
        mail="smtp://127.0.0.1:3",
        stores=Stores(),
    )


def test_each_service_gets_its_replicas_each_on_a_port_of_its_own():
    services = {**SERVICES, "payment": {"modules": ["payments"], "replicas": 2}}
    replicas = laid_out(blueprint(services=services))
    assert [r.part for r in replicas] == ["order", "payment", "payment-2", "inventory"]
    assert [r.instance for r in replicas][1:3] == ["payment-1", "payment-2"]
    assert len({r.port for r in replicas}) == replica_count(blueprint(services=services)) == 4


def test_a_canary_adds_one_replica_of_each_further_version():
    canary = {"subsets": ["v1", "v2"], "weights": {"v1": 90, "v2": 10}}
    replicas = laid_out(blueprint(mesh={"canaries": {"payment": canary}}))
    versions = [(r.part, r.version) for r in replicas if r.service == "payment"]
    assert versions == [("payment", "v1"), ("payment-2", "v2")]
    assert set(subsets(replicas)) >= {("payment", "v1"), ("payment", "v2")}
    assert len(upstreams(replicas)["payment"]) == 2


def test_the_specification_is_one_that_the_shop_accepts():
    import msgspec

    spec = specification(blueprint(), laid_out(blueprint()), surroundings())
    assert parse_spec(msgspec.json.encode(spec)) == spec


def test_a_module_is_called_at_every_replica_of_its_service():
    services = {**SERVICES, "payment": {"modules": ["payments"], "replicas": 2}}
    bp = blueprint(services=services)
    replicas = laid_out(bp)
    spec = specification(bp, replicas, surroundings())
    assert spec.peers["payments"] == replicas[1].url
    assert set(spec.peers) == set(bp.holders())
    assert spec.addresses("payments") == (replicas[1].url, replicas[2].url)


def test_replicas_share_a_database_and_services_never_do():
    services = {**SERVICES, "payment": {"modules": ["payments"], "replicas": 2}}
    bp = blueprint(services=services)
    spec = specification(bp, laid_out(bp), surroundings())
    databases = [(d.name, d.database.rpartition("/")[2]) for d in spec.deployables]
    assert len(databases) == len(services) + 1
    assert all(name == database for name, database in databases)


def test_the_learners_saga_is_what_runs_also_where_it_forgets_to_undo_a_step():
    steps = [
        {"action": "CreateOrder", "service": "order", "compensation": "CancelOrder"},
        {"action": "ReserveItems", "service": "inventory"},
    ]
    saga = {"checkout": "saga-orchestration", "saga": {"steps": steps}}
    spec = specification(blueprint(transactions=saga), laid_out(blueprint()), surroundings())
    assert spec.saga == (
        SagaStep(action="CreateOrder", service="orders", compensation="CancelOrder"),
        SagaStep(action="ReserveItems", service="reservations", compensation=None),
    )


def test_a_sagas_step_has_the_time_that_the_blueprint_gives_it():
    saga = {"checkout": "saga-orchestration", "saga": {"step_timeout_ms": 345}}
    bp = blueprint(transactions=saga)
    assert specification(bp, laid_out(bp), surroundings()).step_timeout_ms == 345


def test_a_blueprint_without_transactions_runs_the_shops_own_saga():
    spec = specification(blueprint(), laid_out(blueprint()), surroundings())
    assert spec.saga == REFERENCE_SAGA


def test_a_call_is_bounded_as_its_edge_says():
    edge = {"caller": "order", "callee": "inventory", "timeout_ms": 700, "retries": 3}
    breakers = {
        "inventory": {"consecutive_failures": 9, "open_ms": 1234, "max_requests": 7},
    }
    policies = call_policies(blueprint(communication={"edges": [edge], "breakers": breakers}))
    policy = policies.policy("stock")
    assert (policy.timeout_ms, policy.retries) == (700, 3)
    breaker = policy.breaker
    assert (breaker.failures, breaker.open_ms, breaker.most_at_once) == (9, 1234, 7)
    assert policies.policy("reservations") == policy
    assert policies.policy("payments") is policies


def test_of_several_callers_the_most_patient_sets_the_bounds():
    edges = [
        {"caller": "order", "callee": "payment", "timeout_ms": 100},
        {"caller": "inventory", "callee": "payment"},
    ]
    policies = call_policies(blueprint(communication={"edges": edges}))
    assert policies.policy("payments").timeout_ms == FOR_EVER_MS


@pytest.mark.parametrize("claim", ["ISSUER", "AUDIENCE"])
def test_the_gateway_trusts_the_issuer_that_the_shop_is(claim):
    assert getattr(gateway, claim) == getattr(tokens, claim)


def test_only_the_issuer_of_a_designed_gateway_is_replaced():
    jwt = {"issuer": "https://auth.shop", "audiences": ["shop"], "tier_claim": "level"}
    section = {"auth": {"jwt": jwt}, "compression": False}
    lab = gateway.with_shop_issuer(blueprint(gateway=section)).gateway
    assert lab is not None
    assert lab.auth.jwt is not None
    assert lab.auth.jwt.issuer == tokens.ISSUER
    assert lab.auth.jwt.tier_claim == "level"
    assert not lab.compression
