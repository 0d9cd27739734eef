"""What is known beside calls: every kind argues, in words, and constraints are always honoured."""

from math import log

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.messages import Language, messages
from decomposer.constraints import apart_pairs, broken, bundles
from decomposer.criteria import Direction, couplings
from decomposer.criteria.dependencies import dependencies
from decomposer.documents import DocumentError
from decomposer.explain import arguments, compare
from decomposer.graph import Call, Module, MonolithGraph, UseCase
from decomposer.importers.imported import untold_module
from decomposer.importers.monolith import parse_graph
from decomposer.knowledge import (
    Characteristics,
    CoChange,
    Constraints,
    Dependency,
    Group,
    Level,
    Relation,
)
from decomposer.partition import Partition, monolith, singletons
from decomposer.propose import propose
from decomposer.score import score
from tests.unit.decomposer.graphs import graphs

LOW = Characteristics(**dict.fromkeys(Characteristics.model_fields, Level.LOW))
HIGH = Characteristics(**dict.fromkeys(Characteristics.model_fields, Level.HIGH))

KINDS = {
    *("call", "event", "latency", "traffic", "capability", "capabilities"),
    *("import", "loader", "static-call"),
    *("entity", "transaction", "lifecycle", "reference", "invariant", "security"),
    *("exposure-cards", "zone", "zones", "content-volatility", "consistency", "storage"),
    *("team", "teams", "co-change", "structural-volatility", "profiles", "availability"),
}


def module(name: str, **known: object) -> Module:
    traits = {"capability": "sales", "team": "one", "scaling": "cpu", "entities": (f"{name}-1",)}
    return Module.model_validate({"name": name, **traits, **known})


def call(caller: str, callee: str, **known: object) -> Call:
    fields = {"from": caller, "to": callee, "access": "write", "entities": [f"{callee}-1"]}
    return Call.model_validate({**fields, **known})


def dependency(source: str, target: str, kind: str, count: int = 3) -> Dependency:
    fields = {"from": source, "to": target, "kind": kind, "count": count}
    return Dependency.model_validate(fields)


def told_everything() -> MonolithGraph:
    apart = {"capability": "other", "team": "two", "scaling": "read-heavy", "zone": "staff"}
    calls = (call("a", "b", payload_kb=20), call("a", "c", deferred=True))
    order = UseCase(
        name="order",
        frequency_per_1000=100,
        entry="a",
        writes=("a-1",),
        transaction=True,
        latency_critical=True,
        calls=calls,
    )
    return MonolithGraph(
        name="told",
        modules=(
            module("a", characteristics=LOW, zone="public"),
            module("b", zone="public"),
            module("c", characteristics=HIGH, sensitivity="cards", **apart),
        ),
        use_cases=(order,),
        relations=(
            Relation.model_validate({"from": "a", "to": "b", "kind": "composition"}),
            Relation.model_validate({"from": "a", "to": "c"}),
        ),
        dependencies=(
            dependency("a", "b", "import"),
            dependency("b", "c", "loader"),
            dependency("a", "c", "call"),
        ),
        changes=(CoChange(modules=("a", "c"), commits=9),),
        groups=(
            Group(name="books", kind="invariant", modules=("a", "b")),
            Group(name="clerks", kind="security", modules=("b", "c")),
        ),
    )


def test_every_kind_of_evidence_argues_about_a_pair():
    graph = told_everything()
    found = {reason.evidence.code for reason in couplings(graph).reasons if reason.points}
    assert found == KINDS


@pytest.mark.parametrize("language", tuple(Language))
def test_every_kind_is_told_as_penalty_difference_and_argument(language):
    graph, words = told_everything(), messages(language)
    cuts = (monolith(graph.names), singletons(graph.names))
    told = {
        words.text(f"penalty-{penalty.code}", **penalty.params)
        for cut in cuts
        for penalty in score(graph, cut).penalties
    }
    told |= {
        words.text(f"difference-{difference.code}", **difference.params)
        for before, after in (cuts, reversed(cuts))
        for difference in compare(graph, before, after)
    }
    told |= {
        words.text(f"argument-{argument.code}", **argument.params)
        for a, b in (("a", "b"), ("a", "c"), ("b", "c"))
        for argument in arguments(graph, a, b)
    }
    assert all(sentence.endswith(".") for sentence in told)
    assert len(told) > 3 * len(KINDS)


@pytest.mark.parametrize("language", tuple(Language))
def test_every_kind_has_a_name_for_tables(language):
    assert {f"evidence-{kind}" for kind in KINDS} <= messages(language).keys()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_heeded_wholly_by_one_extreme_and_not_at_all_by_the_other(kind):
    graph = told_everything()
    directions = {
        reason.evidence.direction
        for reason in couplings(graph).reasons
        if reason.evidence.code == kind
    }
    joined, split = monolith(graph.names), singletons(graph.names)
    expected = (100, 0) if directions == {Direction.TOGETHER} else (0, 100)
    assert (score(graph, joined).kinds[kind], score(graph, split).kinds[kind]) == expected


def test_the_hundredth_place_says_less_than_the_first():
    graph = told_everything()
    few, many = (
        weights(graph.model_copy(update={"dependencies": (found,)}), "import")
        for found in (dependency("a", "b", "import", 1), dependency("a", "b", "import", 100))
    )
    assert few[0] < many[0] < 100 * few[0]


def test_a_graph_of_dependencies_alone_can_be_read_and_cut():
    graph = parse_graph(STATIC, "graph.yaml").graph
    assert propose(graph).partition.groups == {frozenset("ab"), frozenset("cd")}


STATIC = """
format_version: 1
name: code
modules: [{name: a, capability: unknown, team: unknown, scaling: unknown},
          {name: b, capability: unknown, team: unknown, scaling: unknown},
          {name: c, capability: unknown, team: unknown, scaling: unknown},
          {name: d, capability: unknown, team: unknown, scaling: unknown}]
dependencies: [{from: a, to: b, count: 2}, {from: c, to: d}]
"""


def test_a_copy_of_what_never_changes_is_a_weaker_reason():
    plain = told_everything()
    read = call("a", "b", access="read")
    reading = plain.use_cases[0].model_copy(update={"calls": (read,)})
    graph = plain.model_copy(update={"use_cases": (reading,)})
    fixed = tuple(
        each.model_copy(update={"immutable": each.entities}) if each.name == "b" else each
        for each in graph.modules
    )
    (before,) = weights(graph, "entity")
    (after,) = weights(graph.model_copy(update={"modules": fixed}), "entity")
    assert after == before / 4


def weights(graph: MonolithGraph, code: str) -> list[float]:
    reasons = (reason.evidence for reason in couplings(graph).reasons)
    return [evidence.weight for evidence in reasons if evidence.code == code]


@st.composite
def constrained(draw: st.DrawFn) -> MonolithGraph:
    """A graph with constraints that do not contradict each other."""
    graph = draw(graphs(most=7))
    assume(len(graph.names) > 2)
    pairs = st.lists(st.sampled_from(graph.names), min_size=2, max_size=3, unique=True).map(tuple)
    together = tuple(draw(st.lists(pairs, max_size=2)))
    bundle_of = {
        name: bundle
        for bundle in bundles(Constraints(together=together), graph.names)
        for name in bundle
    }
    wanted = draw(st.lists(pairs, max_size=2))
    apart = tuple(
        group for group in wanted if len({bundle_of[name] for name in group}) == len(group)
    )
    return graph.model_copy(update={"constraints": Constraints(together=together, apart=apart)})


@settings(deadline=None)
@given(constrained())
def test_a_proposal_honours_every_constraint_and_is_the_best_that_does(graph):
    proposal = propose(graph)
    assert not proposal.score.broken
    assert proposal.proved
    for name in graph.names:
        for service in (*proposal.partition.services, "fresh"):
            moved = proposal.partition.move(name, service)
            if not broken(graph.constraints, moved):
                assert score(graph, moved).total <= proposal.score.total + 1e-6


def test_a_broken_constraint_is_named():
    constraints = Constraints(together=(("a", "b"),), apart=(("a", "c"),))
    cut = Partition("cut", {"one": ("a", "c"), "two": ("b",)})
    assert [(each.kind, each.modules) for each in broken(constraints, cut)] == [
        ("together", ("a", "b")),
        ("apart", ("a", "c")),
    ]


def test_what_is_together_by_way_of_others_is_one_bundle():
    constraints = Constraints(together=(("a", "b"), ("c", "d"), ("d", "b")))
    assert bundles(constraints, "abcde") == (("a", "b", "c", "d"), ("e",))


def test_a_list_of_modules_apart_means_every_pair_of_it():
    assert len(list(apart_pairs(Constraints(apart=(("a", "b", "c"),))))) == 3


WRONG = """
format_version: 1
name: shop
modules:
  - {name: a, capability: x, team: t, scaling: cpu, entities: [e], immutable: [f]}
  - {name: b, capability: x, team: t, scaling: cpu}
  - {name: c, capability: x, team: t, scaling: cpu}
use_cases:
  - {name: u, frequency_per_1000: 5, entry: a, reads: [e]}
relations:
  - {from: a, to: a}
dependencies:
  - {from: a, to: a}
  - {from: a, to: b, kind: loader}
  - {from: a, to: b, kind: loader, count: 0}
  - {from: a, to: nobody}
changes:
  - {modules: [a, b], commits: 0}
  - {modules: [b, a], commits: 3}
groups:
  - {name: g, kind: invariant, modules: [a]}
  - {name: h, kind: security, modules: [a, b, a]}
constraints:
  together: [[a, b], [b, c]]
  apart: [[a, c], [a, ghost]]
"""


def test_all_that_is_wrong_with_what_is_known_is_told_at_once_and_located():
    with pytest.raises(DocumentError) as caught:
        parse_graph(WRONG, "graph.yaml")
    found = [(problem.code, problem.line, problem.value) for problem in caught.value.problems]
    assert found == [
        ("entity-unknown", 5, "f"),
        ("relation-to-itself", 11, "a"),
        ("relation-to-itself", 13, "a"),
        ("pair-told-twice", 15, "a, b"),
        ("count-not-positive", 15, "0"),
        ("module-unknown", 16, "nobody"),
        ("commits-not-positive", 18, "0"),
        ("pair-told-twice", 19, "b, a"),
        ("group-too-small", 21, "a"),
        ("group-repeats", 22, "a"),
        ("module-unknown", 25, "ghost"),
    ]


def test_constraints_that_contradict_each_other_are_located_where_they_do():
    with pytest.raises(DocumentError) as caught:
        parse_graph(CONTRADICTING, "graph.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.value) == ("constraints-contradict", 10, "a")
    assert problem.params["bundle"] == "a, b, c"


CONTRADICTING = """
format_version: 1
name: shop
modules: [{name: a, capability: x, team: t, scaling: cpu},
          {name: b, capability: x, team: t, scaling: cpu},
          {name: c, capability: x, team: t, scaling: cpu}]
use_cases: [{name: u, frequency_per_1000: 5, entry: a}]
constraints:
  together: [[a, b], [b, c]]
  apart: [[a, c]]
"""


def test_what_many_import_says_little_of_each_and_a_call_is_no_import():
    names = ("hub", "a", "b", "c")

    def weights(kind):
        ends = [{"from": name, "to": "hub", "kind": kind} for name in names[1:]]
        graph = MonolithGraph(
            name="hub",
            modules=tuple(untold_module(name, name) for name in names),
            dependencies=tuple(map(Dependency.model_validate, ends)),
        )
        return [each.weight for each in dependencies(graph)]

    assert weights("import") == pytest.approx([log(2) / 3] * 3)
    assert weights("call") == pytest.approx([log(2)] * 3)
