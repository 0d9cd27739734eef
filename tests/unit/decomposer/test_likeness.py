"""Where nothing argues for apart: likeness of two modules, held against that of any two."""

from collections import defaultdict
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decomposer.criteria import Criterion, Direction, couplings
from decomposer.graph import MonolithGraph, Scaling
from decomposer.importers.access_sequences import load_access_sequences
from decomposer.importers.json_documents import read_json
from decomposer.importers.monolith import parse_graph
from decomposer.metrics import agreement
from decomposer.partition import Partition, monolith, singletons
from decomposer.propose import propose
from decomposer.propose.labels import stayed
from decomposer.score import score
from tests.unit.decomposer.research_data import research_data

HEAD = "name: shop\nmodules:\n" + "".join(
    f"  - {{name: {name}, capability: unknown, team: unknown, scaling: unknown, "
    f"entities: [t{name}]}}\n"
    for name in "abcd"
)
USES = """\
use_cases:
  - name: buy
    frequency_per_1000: 10
    entry: a
    reads: [ta]
    calls: [{from: a, to: b, access: write, entities: [tb]}]
  - name: look
    frequency_per_1000: 10
    entry: a
    reads: [ta]
    calls: [{from: a, to: b, access: read}, {from: b, to: c, access: read}]
  - {name: count, frequency_per_1000: 10, entry: c, writes: [tc]}
"""


def untold(body: str = USES) -> MonolithGraph:
    return parse_graph(HEAD + body, "graph.yaml").graph


def likeness(graph: MonolithGraph) -> dict[tuple[str, str], float]:
    """Weight of what argues for together, by pair."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for reason in couplings(graph).reasons:
        if reason.evidence.direction is Direction.TOGETHER:
            found[tuple(reason.evidence.modules)] += reason.evidence.weight
    return found


def test_likeness_sums_what_is_shared_of_touching_reading_writing_and_stepping():
    # a and b: touched by 2 of 2, read by 1 of 2, written by 0 of 1, the most frequent step
    # a and c: touched by 1 of 3, read by 1 of 2; b and c: touched by 1 of 3, read by 1 of 1, a step
    assert likeness(untold()) == pytest.approx(
        {("a", "b"): 1 + 1 / 2 + 1, ("a", "c"): 1 / 3 + 1 / 2, ("b", "c"): 1 / 3 + 1 + 1 / 2}
    )


def test_a_use_case_counts_by_the_logarithm_of_how_often_it_runs():
    often = untold(
        USES.replace(
            "name: look\n    frequency_per_1000: 10", "name: look\n    frequency_per_1000: 120"
        )
    )
    buy, look = log(11), log(121)
    assert likeness(often)["a", "c"] == pytest.approx(
        look / (buy + look + buy) + look / (buy + look)
    )


def test_two_modules_gain_by_what_they_are_more_alike_than_two_are_on_average():
    gains = couplings(untold()).gains[Criterion.CAPABILITY]
    alike = likeness(untold())
    mean = sum(alike.values()) / 3
    for names, gain in gains.items():
        assert gain == pytest.approx(50 / sum(alike.values()) * (alike[names] - mean))


def test_the_monolith_and_a_service_per_module_are_worth_the_same():
    graph = untold()
    for cut in (monolith(graph.names), singletons(graph.names)):
        assert score(graph, cut).criteria[Criterion.CAPABILITY] == pytest.approx(50)


def test_other_evidence_counts_by_its_share_of_what_is_said_about_either_module():
    told = untold("dependencies: [{from: a, to: b}, {from: b, to: c}, {from: b, to: a}]")
    assert likeness(told) == pytest.approx({("a", "b"): 2 / 3, ("b", "c"): 1 / 3})


@pytest.mark.parametrize(
    ("trait", "of_a", "of_b"),
    [
        ("capability", "one", "two"),
        ("team", "one", "two"),
        ("scaling", Scaling.CPU, Scaling.READ_HEAVY),
    ],
)
def test_one_reason_for_apart_in_the_graph_and_chance_is_not_asked(trait, of_a, of_b):
    a, b, *others = untold().modules
    told = (a.model_copy(update={trait: of_a}), b.model_copy(update={trait: of_b}), *others)
    graph = untold().model_copy(update={"modules": told})
    assert couplings(untold()).against_chance
    assert not couplings(graph).against_chance
    assert not propose(graph).against_chance
    assert "chance" not in {reason.evidence.code for reason in couplings(graph).reasons}


def test_what_no_evidence_is_about_stays_in_the_largest_service():
    cut = propose(untold()).partition
    assert len(cut.services[cut.service_of["d"]]) == max(map(len, cut.services.values()))
    assert stayed([[0, 1, 0], [1, 0, 0], [0, 0, 0]], (0, 0, 1)) == (0, 0, 0)
    assert stayed([[0, -1, 0], [-1, 0, 0], [0, 0, 0]], (0, 1, 2)) == (0, 1, 0)
    assert stayed([[0, 0], [0, 0]], (0, 1)) == (0, 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=6))
def test_likeness_is_at_least_none_and_at_most_one_per_measure(touched):
    uses = [
        f"  - {{name: u{i}, frequency_per_1000: {i + 1}, entry: {first}, reads: [t{first}], "
        "calls: ["
        + ", ".join(f"{{from: {first}, to: {other}, access: read}}" for other in others)
        + "]}"
        for i, (first, *others) in enumerate(map(sorted, touched))
    ]
    graph = untold("use_cases:\n" + "\n".join(uses) + "\n")
    assert all(0 < alike <= 4 + 1e-9 for alike in likeness(graph).values())


@pytest.mark.parametrize(
    ("sequences", "names", "expert", "least"),
    [
        ("ldod-maven.json.gz", "ldod-maven_IDToEntity.json", ("ldod", "ldodExpert.json"), 0.70),
        (
            "spring-framework-petclinic-launcher.json",
            "spring-framework-petclinic-launcher_IDToEntity.json",
            ("petclinic", "petclinicExpert.json"),
            0.40,
        ),
    ],
)
def test_the_proposal_agrees_with_the_cut_that_experts_made(sequences, names, expert, least):
    folder = research_data(expert[0])
    graph = load_access_sequences(folder / sequences, folder / names).graph
    module = {m.title.en: m.name for m in graph.modules if m.title}
    clusters = read_json(folder / expert[1]).data["clusters"]
    theirs = Partition(
        "expert", {part: tuple(module[each] for each in held) for part, held in clusters.items()}
    )
    found = agreement(propose(graph, seconds=30).partition, theirs)
    assert found is not None
    assert found >= least
