import pytest

from decomposer.conformance import conformance, observe
from decomposer.graph import Call, Module, MonolithGraph, UseCase
from decomposer.importers.traces.spans import Span

SERVER, CLIENT, PRODUCER, CONSUMER, INTERNAL = 2, 3, 4, 5, 1


def span(trace, number, parent, module, **more):
    return Span(trace, number, parent, module, f"{module} does", more.pop("kind", INTERNAL), **more)


def module(name):
    return Module(name=name, capability="all", team="one", scaling="cpu")


def graph(
    *calls: tuple[str, str, bool], frequency=1000.0, names=("shop", "payments", "mail", "stock")
):
    return MonolithGraph(
        name="small",
        modules=tuple(module(name) for name in names),
        use_cases=(
            UseCase(
                name="buy",
                frequency_per_1000=frequency,
                entry="shop",
                calls=tuple(
                    Call.model_validate(
                        {"from": a, "to": b, "access": "write", "deferred": deferred}
                    )
                    for a, b, deferred in calls
                ),
            ),
        ),
    )


DECLARED = graph(("shop", "payments", False), ("payments", "mail", True))


def within(trace):
    """A request in one process: the callee makes no span of its own."""
    return [
        span(trace, "a", "", "shop", kind=SERVER),
        span(trace, "b", "a", "shop", peer="payments"),
        span(trace, "c", "b", "payments", kind=PRODUCER),
        span(trace, "d", "c", "mail", kind=CONSUMER),
    ]


def across(trace):
    """The same request over the network: the callee answers with a span of its own."""
    return [
        span(trace, "a", "", "shop", kind=SERVER),
        span(trace, "b", "a", "shop", kind=CLIENT, peer="payments"),
        span(trace, "b2", "b", "payments", kind=SERVER),
        span(trace, "c", "b2", "payments", kind=PRODUCER),
        span(trace, "d", "c", "mail", kind=CONSUMER),
    ]


@pytest.mark.parametrize("request_of", [within, across])
def test_a_call_is_one_call_wherever_the_callee_runs(request_of):
    seen = observe(request_of("t1"))
    assert seen.sightings["shop", "payments"].calls == 1
    assert seen.sightings["payments", "mail"].events == 1
    assert seen.entries == {"shop": 1}


@pytest.mark.parametrize("request_of", [within, across])
def test_what_is_declared_and_seen_agrees(request_of):
    found = conformance(DECLARED, observe(request_of("t1")))
    assert found.convergences == (("shop", "payments"), ("payments", "mail"))
    assert found.holds
    assert not found.absences
    assert not found.differences


def test_what_no_use_case_declares_is_shown_by_a_trace_and_a_place():
    spans = [*within("t1"), span("t1", "e", "a", "shop", peer="stock", place="shop/buy.py:7")]
    found = conformance(DECLARED, observe(spans))
    [new] = found.divergences
    assert (new.caller, new.callee, new.trace, new.place) == (
        "shop",
        "stock",
        "t1",
        "shop/buy.py:7",
    )
    assert (new.calls, new.events, new.back) == (1, 0, False)
    assert not found.holds


def test_a_divergence_says_when_only_the_other_direction_is_declared():
    spans = [span("t1", "a", "", "payments"), span("t1", "b", "a", "payments", peer="shop")]
    [new] = conformance(DECLARED, observe(spans)).divergences
    assert new.back


def only_entries(count):
    return [span(f"t{n}", "a", "", "shop", kind=SERVER) for n in range(count)]


def absence(frequency, spans):
    declared = MonolithGraph(
        name="small",
        modules=DECLARED.modules,
        use_cases=(
            *graph(("shop", "payments", False), frequency=frequency).use_cases,
            UseCase(name="look", frequency_per_1000=1000 - frequency, entry="shop"),
        ),
    )
    [found] = conformance(declared, observe(spans)).absences
    return found


def test_not_seen_is_a_finding_only_where_it_should_have_been_seen():
    assert absence(500, only_entries(100)).verdict == "missing"
    assert absence(500, only_entries(100)).expected == 50
    assert absence(10, only_entries(100)).verdict == "too-few"
    elsewhere = [span("t1", "a", "", "stock", kind=SERVER)]
    assert absence(500, elsewhere).verdict == "untried"


def test_another_frequency_is_told_when_chance_does_not_explain_it():
    few = [*only_entries(100), *within("t-one")]
    [difference, _] = conformance(DECLARED, observe(few)).differences
    assert (difference.kind, difference.seen, difference.expected) == ("frequency", 1, 101)
    few = [*only_entries(1), *within("t-one")]
    assert not conformance(DECLARED, observe(few)).differences


def test_a_coupling_that_other_requests_lead_through_is_told():
    found = conformance(DECLARED, observe([span("t1", "a", "", "stock"), *within("t1")[1:]]))
    assert {(d.kind, d.entries) for d in found.differences} == {("elsewhere", ("shop",))}


def test_waiting_for_what_is_declared_as_an_event_is_told():
    spans = [*within("t1"), span("t1", "e", "c", "payments", peer="mail")]
    [difference] = conformance(DECLARED, observe(spans)).differences
    assert (difference.callee, difference.kind) == ("mail", "awaited")


def test_modules_that_the_graph_does_not_know_are_named_and_left_out():
    spans = [*within("t1"), span("t1", "e", "a", "shop", peer="bank"), span("t2", "a", "", "bank")]
    found = conformance(DECLARED, observe(spans))
    assert found.strangers == ("bank",)
    assert found.requests == 1
    assert found.holds


def test_an_event_without_its_beginning_is_no_request():
    assert not observe([span("t1", "d", "lost", "mail", kind=CONSUMER)]).entries


def test_what_the_platform_asks_itself_is_left_out_and_counted():
    spans = [*within("t1"), span("t2", "a", "", "mail"), span("t2", "b", "a", "mail", peer="stock")]
    found = conformance(DECLARED, observe(spans, ("mail does",)))
    assert found.holds
    assert found.requests == 1
    assert found.left_out == {"mail does": 1}
