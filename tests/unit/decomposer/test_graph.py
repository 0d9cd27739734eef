def test_couplings_are_derived_with_the_use_cases_behind_them(shop):
    edge = next(e for e in shop.edges if (e.caller, e.callee) == ("orders", "payments"))
    assert edge.use_cases == ("checkout", "cancel-order", "refund-return")
    assert edge.entities == ("payment", "card-token", "refund")
    assert edge.calls_per_1000 == 17
    assert edge.deferred_per_1000 == 0


def test_deferred_calls_are_counted_apart(shop):
    edge = next(e for e in shop.edges if (e.caller, e.callee) == ("products", "behaviour"))
    assert edge.calls_per_1000 == 0
    assert edge.deferred_per_1000 == 177


def test_the_writers_of_a_transaction_are_those_it_waits_for(shop):
    checkout = next(u for u in shop.use_cases if u.name == "checkout")
    assert checkout.participants == (
        "orders",
        "reservations",
        "stock",
        "payments",
        "shipping",
        "order-status",
    )
    browsing = next(u for u in shop.use_cases if u.name == "browse-category")
    assert browsing.participants == ()


def test_load_counts_entries_and_calls(shop):
    assert shop.load_per_1000["registration"] == 9  # register and confirm-email
    assert shop.load_per_1000["sales-reports"] == 3  # its own reports and the dashboard
