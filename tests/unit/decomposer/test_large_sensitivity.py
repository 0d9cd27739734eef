"""What single steps win, and the weights at which they start to."""

import numpy as np
import pytest
from hypothesis import given, settings

from decomposer.criteria import DEFAULT_WEIGHTS
from decomposer.families import families
from decomposer.partition import Partition
from decomposer.score import score
from decomposer.sensitivity.dials import dials
from decomposer.sensitivity.flips import moves
from decomposer.sensitivity.large import flips_large
from decomposer.sensitivity.large_simplex import stability_large
from decomposer.sensitivity.steps import steps
from tests.unit.decomposer.graphs import packages
from tests.unit.decomposer.test_families import cut_graphs


def taken(graph, cut, modules, companions):
    """The cut after a step; modules and companions by name."""
    target = cut.service_of[companions[0]] if companions else " alone"
    for module in modules:
        cut = cut.move(module, target)
    return cut


@settings(max_examples=60, deadline=None)
@given(cut_graphs())
def test_a_step_wins_what_it_changes_of_the_score(drawn):
    graph, cut = drawn
    told = families(graph, DEFAULT_WEIGHTS)
    found = steps(told, told.labels(cut))
    for number, step in enumerate(found):
        names = [[graph.names[at] for at in each] for each in (step.modules, step.companions)]
        change = score(graph, taken(graph, cut, *names)).total - score(graph, cut).total
        assert found.wins[:, number].sum() == pytest.approx(change, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(cut_graphs())
def test_at_its_threshold_a_step_wins_as_much_as_it_loses(drawn):
    graph, cut = drawn
    turned = {(dial.kind, dial.criterion, dial.code): dial for dial in dials(graph)}
    for flip in flips_large(graph, cut).flips:
        after = taken(graph, cut, flip.modules, flip.companions)
        dial = turned[flip.kind, flip.criterion, flip.code]
        gains = dial.gains(flip.threshold)
        held = [together(graph, each) for each in (cut, after)]
        assert (gains * (held[1] - held[0])).sum() == pytest.approx(0.0, abs=1e-6)
        side = -1.0 if flip.side == "below" else 1.0
        beyond = dial.gains(flip.threshold + 0.01 * side)
        assert (beyond * (held[1] - held[0])).sum() > 0


def together(graph, cut: Partition):
    homes = np.array([cut.service_of[name] for name in graph.names])
    return np.triu(homes[:, None] == homes[None, :], 1).astype(float)


def test_a_boundary_is_asked_for_by_its_two_sides():
    graph = packages(6, 100, team=lambda package: f"team-{package % 3}")
    services = {f"p{n}": tuple(m for m in graph.names if m.startswith(f"p{n}-")) for n in range(6)}
    cut = Partition("packages", services)
    sides = frozenset(services["p0"]), frozenset(services["p3"])
    found = flips_large(graph, cut, boundary=sides)
    assert found.flips
    assert not found.proved
    for flip in found.flips:
        ends = frozenset(flip.modules), frozenset(flip.companions)
        assert ends[0] <= sides[0] or ends[0] <= sides[1]
        assert ends[1] in sides
        after = taken(graph, cut, flip.modules, flip.companions)
        assert list(moves([*map(frozenset, services.values())], list(after.groups)))


def test_what_two_criteria_agree_on_is_the_core_and_the_rest_wavers():
    graph = packages(6, 100, team=lambda package: f"team-{package}")
    told = stability_large(graph)
    assert told.mixtures == 5
    assert {module for group in told.core for module in group} | {
        sway.module for sway in told.wavering
    } == set(graph.names)
    assert max(map(len, told.core)) >= 90
    assert all(0 < sway.steadiness < 1 for sway in told.wavering)
