import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decomposer.criteria import BadWeightsError, Criterion, Weights
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition, monolith, singletons
from decomposer.score import score
from tests.unit.decomposer.graphs import graphs_with_cuts


@settings(max_examples=40, deadline=None)
@given(graphs_with_cuts())
def test_the_total_and_all_penalties_are_a_hundred_points(drawn):
    graph, cut = drawn
    result = score(graph, cut)
    assert result.total + sum(p.points for p in result.penalties) == pytest.approx(100)
    assert all(penalty.points > 0 for penalty in result.penalties)


@settings(max_examples=40, deadline=None)
@given(graphs_with_cuts())
def test_every_criterion_scores_from_0_to_100(drawn):
    graph, cut = drawn
    for value in score(graph, cut).criteria.values():
        assert -1e-9 <= value <= 100 + 1e-9


@settings(max_examples=40, deadline=None)
@given(graphs_with_cuts(), st.randoms(use_true_random=False))
def test_names_of_services_and_the_order_of_anything_do_not_matter(drawn, random):
    graph, cut = drawn
    modules, services = list(graph.modules), list(cut.services.items())
    random.shuffle(modules)
    random.shuffle(services)
    shuffled = graph.model_copy(update={"modules": tuple(modules)})
    renamed = Partition("other", {f"x-{name}": held[::-1] for name, held in services})
    assert score(shuffled, renamed).total == pytest.approx(score(graph, cut).total)


@settings(max_examples=40, deadline=None)
@given(graphs_with_cuts())
def test_names_of_modules_do_not_matter(drawn):
    graph, cut = drawn
    raw = graph.model_dump_json(by_alias=True)
    for name in graph.names:
        raw = raw.replace(f'"{name}"', f'"other-{name}"')
    other = MonolithGraph.model_validate_json(raw)
    renamed = {name: tuple(f"other-{m}" for m in held) for name, held in cut.services.items()}
    assert other.names != graph.names
    assert score(other, Partition("same", renamed)).total == pytest.approx(score(graph, cut).total)


def test_one_giant_service_and_a_service_per_module_each_heed_half_the_evidence(shop):
    giant, dust = score(shop, monolith(shop.names)), score(shop, singletons(shop.names))
    for criterion in (Criterion.CAPABILITY, Criterion.DATA, Criterion.TEAM):
        assert giant.criteria[criterion] == pytest.approx(50)
        assert dust.criteria[criterion] == pytest.approx(50)
    assert giant.criteria[Criterion.SCALING] == pytest.approx(0)
    assert dust.criteria[Criterion.SCALING] == pytest.approx(100)


def test_sensible_boundaries_beat_both_extremes_clearly(shop, domains, reference):
    extremes = (monolith(shop.names), singletons(shop.names))
    worst_sensible = min(score(shop, cut).total for cut in (domains, reference))
    assert worst_sensible > max(score(shop, cut).total for cut in extremes) + 15


def test_only_the_proportions_of_weights_matter(shop, reference):
    plain = score(shop, reference, Weights(capability=1, data=2, team=3, scaling=4))
    tenfold = score(shop, reference, Weights(capability=10, data=20, team=30, scaling=40))
    assert plain.total == pytest.approx(tenfold.total)


def test_a_criterion_without_weight_is_scored_and_costs_nothing(shop, domains):
    result = score(shop, domains, Weights(team=0))
    assert result.criteria[Criterion.TEAM] == score(shop, domains).criteria[Criterion.TEAM]
    lost = sum(p.points for p in result.penalties if p.criterion is Criterion.TEAM)
    assert lost == 0


@pytest.mark.parametrize(
    "bad", [{"data": -1.0}, dict.fromkeys(("capability", "data", "team", "scaling"), 0.0)]
)
def test_negative_or_no_weights_are_refused(bad):
    with pytest.raises(BadWeightsError):
        Weights(**bad)
