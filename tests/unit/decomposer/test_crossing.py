from decomposer.partition import monolith
from decomposer.score import crossing


def test_nothing_crosses_the_boundaries_of_one_service(shop):
    counts = crossing(shop, monolith(shop.names))
    assert counts.calls == ()
    assert counts.transactions == ()
    assert counts.shared == ()


def test_a_checkout_becomes_distributed_when_its_writers_part(shop, reference):
    counts = crossing(shop, reference)
    checkout = next(t for t in counts.transactions if t.use_case == "checkout")
    assert set(checkout.services) == {"order", "payment", "inventory", "shipping"}
    assert "cart" not in checkout.services  # the cart is emptied afterwards, nobody waits


def test_calls_count_as_often_as_their_use_case_runs(shop, reference):
    counts = crossing(shop, reference)
    checkout = [c for c in counts.synchronous if c.use_case == "checkout"]
    assert len(checkout) == 6
    assert {c.per_1000 for c in checkout} == {14}
    assert counts.calls_per_1000 == sum(c.per_1000 for c in counts.synchronous)


def test_a_call_nobody_waits_for_is_not_synchronous(shop, reference):
    counts = crossing(shop, reference)
    told = [c for c in counts.calls if c.callee == "notifications"]
    assert told
    assert not any(c in counts.synchronous for c in told)


def test_an_entity_is_shared_when_another_service_needs_it(shop, reference):
    shared = crossing(shop, reference).shared
    assert ("stock-level", "stock", "products") in {(s.entity, s.owner, s.user) for s in shared}
    assert "category" not in {s.entity for s in shared if s.user == "products"}


def test_hand_offs_are_pairs_of_teams_that_share_a_service(shop, domains, reference):
    assert crossing(shop, reference).hand_offs == 1  # catalog and discovery
    assert crossing(shop, domains).teams_of["orders"] == (
        "checkout",
        "payments",
        "fulfilment",
        "platform",
    )
