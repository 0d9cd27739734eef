"""Every inequality holds for every cut, and rules out the fractional solution it was made for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decomposer.propose.cuts import stars, triangles
from tests.unit.decomposer.test_propose import all_labels

SIZE = 6
TOLERANCE = 1e-6
ALL_CUTS = [np.equal.outer(labels, labels).astype(float) for labels in all_labels(SIZE)]


@st.composite
def fractions(draw: st.DrawFn) -> np.ndarray:
    together = np.eye(SIZE)
    for i in range(SIZE):
        for j in range(i):
            together[i, j] = together[j, i] = draw(st.sampled_from((0.0, 0.25, 0.5, 0.75, 1.0)))
    return together


def left(inequality, together) -> float:
    values = together[inequality.first, inequality.second]
    return float((inequality.coefficients * values).sum())


@pytest.mark.parametrize("family", [triangles, stars])
@settings(max_examples=60, deadline=None)
@given(together=fractions())
def test_an_inequality_rules_out_the_fraction_and_no_cut(family, together):
    for inequality in family(together, TOLERANCE):
        assert left(inequality, together) > 1 + TOLERANCE
        assert max(left(inequality, cut) for cut in ALL_CUTS) <= 1


def test_a_cut_breaks_nothing():
    for cut in ALL_CUTS[:50]:
        assert triangles(cut, TOLERANCE) == ()
        assert stars(cut, TOLERANCE) == ()


def test_a_module_half_with_three_that_are_apart_breaks_a_star_and_no_triangle():
    together = np.eye(4)
    together[0, 1:] = together[1:, 0] = 0.5
    assert triangles(together, TOLERANCE) == ()
    (star,) = stars(together, TOLERANCE)
    assert left(star, together) == 1.5


def test_being_with_two_that_are_apart_breaks_a_triangle():
    together = np.eye(3)
    together[0, 1] = together[1, 0] = together[1, 2] = together[2, 1] = 1.0
    (triangle,) = triangles(together, TOLERANCE)
    assert left(triangle, together) == 2
