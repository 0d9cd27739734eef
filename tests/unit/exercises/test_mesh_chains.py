"""Attempts multiply and waiting adds up."""

import pytest

from exercises.base import base_blueprint
from exercises.catalogue import exercise
from exercises.discovery.service_mesh.chains import Chain, Hop, Wait, chains, waits
from exercises.discovery.service_mesh.evidence import read
from exercises.fixtures import compose, solution


@pytest.fixture
def evidence():
    found = exercise("service-mesh")
    return read(compose(found, solution(found).texts, base_blueprint()))


def test_attempts_multiply_along_a_chain():
    chain = Chain("checkout", (Hop("gateway", "order", 3), Hop("order", "payment", 3)))
    assert chain.attempts == 9
    assert str(chain) == "checkout: gateway→order 3 × order→payment 3 = 9"


def test_waiting_adds_up_over_a_callees_calls():
    wait = Wait("checkout", "gateway", "order", 1000, (("cart", 600), ("payment", 800)))
    assert wait.needed_ms == 1400
    assert "cart 600 + payment 800 = 1400 ms, gateway waits 1000 ms" in str(wait)


def test_the_solution_uses_2900_of_the_gateways_3000_ms(evidence):
    checkout = next(
        w for w in waits(evidence) if w.use_case == "checkout" and w.caller == "gateway"
    )
    assert (checkout.needed_ms, checkout.patience_ms) == (2900, 3000)


def test_chains_begin_at_the_gateway_and_visit_no_service_twice(evidence):
    for chain in chains(evidence):
        assert chain.hops[0].caller == "gateway"
        callees = [hop.callee for hop in chain.hops]
        assert len(callees) == len(set(callees))


def test_writes_come_in_through_the_gateway_once(evidence):
    checkout = [chain for chain in chains(evidence) if chain.use_case == "checkout"]
    assert checkout
    assert all(chain.hops[0].attempts == 1 for chain in checkout)
