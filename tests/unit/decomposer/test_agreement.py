"""The adjusted Rand index: published values, pairs counted one by one, and what chance gives."""

from itertools import combinations, permutations
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decomposer.metrics import adjusted_rand_index, agreement
from decomposer.partition import Partition, monolith, singletons

LABELLINGS = st.integers(2, 12).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 4), min_size=n, max_size=n)] * 2)
)


def test_the_worked_example_of_yeung_and_ruzzo_reproduces():
    """Their table 2 (Bioinformatics 17, 2001, supplement): four classes' counts, printed .313."""
    counts = {(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 2, (1, 2): 1, (2, 2): 4}
    pairs = [labels for labels, times in counts.items() for _ in range(times)]
    assert round(adjusted_rand_index(*zip(*pairs, strict=True)), 3) == 0.313


@pytest.mark.parametrize(
    ("one", "other", "index"),
    [
        ("aabb", "aabb", 1.0),
        ("aabb", "ddcc", 1.0),
        ("aabc", "aabb", 4 / 7),
        ("aaaa", "abcd", 0.0),
        ("aabb", "abab", -0.5),
        ("aaaa", "bbbb", 1.0),
        ("abcd", "dcba", 1.0),
    ],
)
def test_known_values(one, other, index):
    assert adjusted_rand_index(one, other) == pytest.approx(index)


@given(LABELLINGS)
def test_it_is_what_counting_pairs_one_by_one_gives(labellings):
    one, other = labellings
    kept = [
        {(i, j) for i, j in combinations(range(len(one)), 2) if labels[i] == labels[j]}
        for labels in (one, other)
    ]
    pairs = len(one) * (len(one) - 1) / 2
    chance = len(kept[0]) * len(kept[1]) / pairs
    room = (len(kept[0]) + len(kept[1])) / 2 - chance
    expected = (len(kept[0] & kept[1]) - chance) / room if room else 1.0
    assert adjusted_rand_index(one, other) == pytest.approx(expected)
    assert adjusted_rand_index(other, one) == pytest.approx(expected)


@pytest.mark.parametrize(("one", "other"), [("aaabbc", "aabbcc"), ("aaaaab", "abcdef")])
def test_chance_agrees_by_nothing_on_average(one, other):
    found = [adjusted_rand_index(one, dealt) for dealt in permutations(other)]
    assert fmean(found) == pytest.approx(0.0, abs=1e-12)


def test_cuts_are_compared_by_the_modules_that_both_place():
    mine = Partition("mine", {"x": ("a", "b"), "y": ("c", "d", "only-mine")})
    theirs = Partition("theirs", {"1": ("a", "b", "only-theirs"), "2": ("c", "d")})
    assert agreement(mine, theirs) == 1.0
    assert agreement(monolith("abc"), singletons("abc")) == 0.0


def test_without_two_shared_modules_there_is_nothing_to_agree_on():
    assert agreement(monolith("ab"), monolith("bc")) is None
