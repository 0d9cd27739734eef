"""The live exercises, proved on real servers: what passes runs, and what is wrong is seen to be."""

import pytest

from exercises.base import base_blueprint
from exercises.catalogue import exercises
from exercises.fixtures import Role
from exercises.grading.bench import Bench
from exercises.proving import prove_all
from labs.local.runtime import LocalRuntime
from labs.local.stand import gateway_stand

pytestmark = [pytest.mark.live, pytest.mark.long]

LIVE = [found for found in exercises() if found.live]


@pytest.fixture(scope="module")
def proofs():
    """All of them proved once, two at a time."""
    bench = Bench(LocalRuntime(), gateway_stand)
    shortages = bench.shortages()
    if shortages:
        pytest.skip(f"this machine lacks {', '.join(s.what for s in shortages)}")
    return {proof.exercise: proof for proof in prove_all(LIVE, base_blueprint(), bench)}


def test_at_least_four_exercises_are_live():
    assert len(LIVE) >= 4


@pytest.mark.parametrize("name", [found.id for found in LIVE])
def test_a_live_exercise_is_sound(name, proofs):
    proof = proofs[name]
    wrong = [(outcome.label, outcome.verdict) for outcome in proof.outcomes if not outcome.held]
    assert wrong == []
    assert proof.survivors == ()


@pytest.mark.parametrize("name", [found.id for found in LIVE])
def test_what_passes_was_run_and_measured(name, proofs):
    passed = [o for o in proofs[name].outcomes if o.role in {Role.SOLUTION, Role.RIGHT}]
    assert len(passed) > 1
    assert all(outcome.verdict.measured for outcome in passed)
