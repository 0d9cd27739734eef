"""The exact test behind a measured canary."""

import math
from fractions import Fraction
from math import comb

import pytest

from exercises.grading.statistics import ALPHA, binomial_p


def exactly(successes, trials, share):
    """The definition, in rational numbers."""
    chances = [comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(trials + 1)]
    return sum(chance for chance in chances if chance <= chances[successes])


@pytest.mark.parametrize("successes", range(21))
@pytest.mark.parametrize("share", [Fraction(1, 10), Fraction(3, 10), Fraction(1, 2)])
def test_it_is_the_exact_test(successes, share):
    exact = float(exactly(successes, 20, share))
    assert math.isclose(binomial_p(successes, 20, float(share)), exact, rel_tol=1e-6)


def test_the_expected_count_is_entirely_likely():
    assert math.isclose(binomial_p(100, 1000, 0.1), 1.0)


def test_p_values_bound_the_chance_of_refusing_a_right_canary():
    refused = [k for k in range(1001) if binomial_p(k, 1000, 0.1) < ALPHA]
    chance = sum(comb(1000, k) * 0.1**k * 0.9 ** (1000 - k) for k in refused)
    assert chance < ALPHA


def test_twice_the_share_is_found_practically_always():
    passed = [k for k in range(1001) if binomial_p(k, 1000, 0.1) >= ALPHA]
    missed = sum(comb(1000, k) * 0.2**k * 0.8 ** (1000 - k) for k in passed)
    assert missed < 1e-4


def test_certain_shares_have_certain_answers():
    assert binomial_p(200, 200, 1.0) == 1.0
    assert binomial_p(199, 200, 1.0) == 0.0
