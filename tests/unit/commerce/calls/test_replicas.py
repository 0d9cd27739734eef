"""Choosing between the replicas of a peer."""

from collections import Counter

import pytest

from labs.commerce.platform.calls.breaker import Breaker
from labs.commerce.platform.calls.client import Channel
from labs.commerce.platform.calls.replicas import Replica, Replicas
from labs.commerce.platform.calls.retry_budget import RetryBudget
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.spec import Deployable, Secrets, Spec


def replica(port: int, most: int = 8) -> Replica:
    return Replica(Channel(f"http://127.0.0.1:{port}"), Breaker(1, 60.0), most)


def test_calls_spread_over_the_replicas():
    replicas = [replica(port) for port in (1, 2, 3)]
    peer = Replicas("orders", replicas)
    chosen = Counter(id(peer.choose()) for _ in range(300))
    assert len(chosen) == 3
    assert min(chosen.values()) > 30


def test_the_busiest_of_three_is_never_taken():
    busy, *others = replicas = [replica(port) for port in (1, 2, 3)]
    busy.in_flight = 5
    peer = Replicas("orders", replicas)
    assert {id(peer.choose()) for _ in range(100)} == {id(other) for other in others}


def test_a_repetition_goes_to_another_replica():
    first, second = replicas = [replica(1), replica(2)]
    peer = Replicas("orders", replicas)
    assert all(peer.choose(first) is second for _ in range(20))


def test_replicas_whose_breaker_is_open_are_passed_over():
    down, up = replicas = [replica(1), replica(2)]
    down.breaker.failed()
    peer = Replicas("orders", replicas)
    assert all(peer.choose() is up for _ in range(20))
    up.breaker.failed()
    with pytest.raises(UnavailableError) as refused:
        peer.choose()
    assert refused.value.code == "breaker-open"


def test_a_replica_that_has_all_its_calls_gets_no_more():
    full, free = replicas = [replica(1, most=1), replica(2, most=1)]
    peer = Replicas("orders", replicas)
    full.in_flight = 1
    assert all(peer.choose() is free for _ in range(20))
    free.in_flight = 1
    with pytest.raises(UnavailableError) as refused:
        peer.choose()
    assert refused.value.code == "bulkhead-full"


def test_a_budget_pays_for_a_burst_and_then_for_a_share_of_the_calls():
    budget = RetryBudget(share=0.25, burst=2)
    assert [budget.spend() for _ in range(3)] == [True, True, False]
    for _ in range(4):
        budget.earn()
    assert [budget.spend(), budget.spend()] == [True, False]


def spec(*deployables: Deployable) -> Spec:
    return Spec(
        deployables=deployables,
        peers={"orders": deployables[0].url, "cart": "http://10.0.0.1:80"},
        cache="",
        broker="",
        secrets=Secrets(sealing_key="", internal_token=""),
    )


def deployable(port: int, number: int, version: str = "v1") -> Deployable:
    return Deployable(
        name="order", modules=("orders",), database="", port=port, replica=number, version=version
    )


def test_calls_go_to_every_replica_but_a_canary():
    given = spec(deployable(1, 1), deployable(2, 2), deployable(3, 3, "v2"))
    assert given.addresses("orders") == ("http://127.0.0.1:1", "http://127.0.0.1:2")


def test_a_peer_that_is_no_deployable_of_ours_is_called_where_it_is():
    given = spec(deployable(1, 1))
    assert given.addresses("cart") == ("http://10.0.0.1:80",)
    assert given.addresses("nowhere") == ()
