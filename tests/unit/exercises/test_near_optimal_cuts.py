"""Every cut near the optimum is accepted, whichever it is; a clearly worse one is told its gap."""

import re
from collections.abc import Iterator
from itertools import combinations, islice
from random import Random

import pytest

from content.messages import Language, messages
from decomposer.importers.boundaries import dump_boundaries
from decomposer.partition import Partition
from decomposer.propose import propose
from decomposer.score import score
from exercises.answer import Answer
from exercises.catalogue import exercise
from exercises.grading.engine import grade
from exercises.monolith.boundaries.cut import CHECKS, NEAR_BEST
from exercises.monolith.boundaries.evidence import FILE, best_total, read
from exercises.monolith.facts import monolith_graph
from workbench.usecases.verdicts import remark

GRAPH = monolith_graph()
LOW = "boundaries-score-low"
STATED = {
    *("boundaries-uncut", "boundaries-too-fine", "boundaries-god-service"),
    *("boundaries-teams-mixed", "boundaries-transaction-cut", "boundaries-scaling-mixed"),
}
"""The task's other rules: they hold whatever the total is."""


def moved(cut: Partition) -> Iterator[Partition]:
    """Every cut that differs by one module, or by two services that become one."""
    for module, home in cut.service_of.items():
        yield from (cut.move(module, to) for to in (*cut.services, "of-its-own") if to != home)
    for one, other in combinations(cut.services, 2):
        merged = {**cut.services, one: (*cut.services[one], *cut.services[other])}
        yield Partition("merged", {name: held for name, held in merged.items() if name != other})


def walks(seed: int) -> Iterator[Partition]:
    """Ever further away from the optimum."""
    random = Random(seed)  # noqa: S311 - a walk, not a secret
    cut = propose(GRAPH).partition
    while True:
        module = random.choice(GRAPH.names)
        cut = cut.move(module, random.choice([*cut.services, f"{module}-alone"]))
        yield cut


def found(cut: Partition) -> set[str]:
    evidence = read(Answer({FILE: dump_boundaries(cut)}))
    asked = (check for check in CHECKS if check.asked(evidence))
    return {finding.code for check in asked for finding in check.find(evidence)}


def gap(cut: Partition) -> float:
    return best_total() - score(GRAPH, cut).total


def test_every_neighbour_of_the_optimum_is_near_and_fails_by_stated_rules_only():
    neighbours = list(moved(propose(GRAPH).partition))
    assert len(neighbours) > 200
    for cut in neighbours:
        assert 0 <= gap(cut) <= NEAR_BEST
        assert found(cut) <= STATED
    assert sum(1 for cut in neighbours if not found(cut)) > 80


@pytest.mark.parametrize("seed", range(4))
def test_the_score_fails_just_the_cuts_beyond_the_gap(seed):
    near, far = 0, 0
    for cut in islice(walks(seed), 30):
        beyond = gap(cut) > NEAR_BEST
        assert (LOW in found(cut)) == beyond
        near, far = near + (not beyond), far + beyond
    assert near
    assert far


@pytest.mark.parametrize("language", Language)
def test_a_worse_cut_is_told_how_far_it_is_from_the_best(language):
    cut = next(cut for cut in walks(0) if gap(cut) > NEAR_BEST)
    verdict = grade(exercise("boundaries"), Answer({FILE: dump_boundaries(cut)}))
    (told,) = (finding for finding in verdict.findings if finding.code == LOW)
    assert told.params["gap"] == round(gap(cut), 1)
    text = messages(language).text(f"finding-{LOW}", **told.params)
    assert f"{gap(cut):.1f}" in text
    assert "12 " in text
    evidence = remark(told, messages(language)).evidence.splitlines()
    assert len(evidence) == 3
    assert all(line.endswith(".") for line in evidence)
    if language is Language.RU:
        assert all(re.search("[а-я]{3}", line) for line in evidence)
