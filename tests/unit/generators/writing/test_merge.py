"""Edits that do not overlap all survive; those that do are never decided for the learner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.writing.merge import Clash, merge

BASE = "a\nb\nc\nd\ne\n"


@pytest.mark.parametrize(
    ("mine", "generated", "merged"),
    [
        pytest.param(BASE, "a\nB\nc\nd\ne\n", "a\nB\nc\nd\ne\n", id="only generated"),
        pytest.param("a\nb\nc\nd\nE\n", BASE, "a\nb\nc\nd\nE\n", id="only mine"),
        pytest.param("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n", id="far apart"),
        pytest.param("a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n", id="the same"),
        pytest.param("a\nX\nc\nd\ne\n", "a\nb\nY\nd\ne\n", "a\nX\nY\nd\ne\n", id="next to it"),
        pytest.param("a\n#\nb\nc\nd\ne\n", "a\nB\nc\nd\ne\n", "a\n#\nB\nc\nd\ne\n", id="above it"),
        pytest.param(
            "a\nb\nc\nd\ne\nmine\n", "b\nc\nd\ne\n", "b\nc\nd\ne\nmine\n", id="at the ends"
        ),
        pytest.param("a\nb\nc\nd\ne", "A\nb\nc\nd\ne\n", "A\nb\nc\nd\ne", id="no last line end"),
    ],
)
def test_changes_in_different_places_are_both_kept(mine, generated, merged):
    result = merge(BASE, mine, generated)
    assert result.text == merged
    assert not result.clashes


@pytest.mark.parametrize(
    ("mine", "generated", "clash"),
    [
        ("a\nX\nc\nd\ne\n", "a\nY\nc\nd\ne\n", Clash(2, "b", "X", "Y")),
        ("new\na\nX\nc\nd\ne\n", "a\nY\nc\nd\ne\n", Clash(3, "b", "X", "Y")),
        ("a\nb\nc\nd\ne\nX\n", "a\nb\nc\nd\ne\nY\n", Clash(6, "", "X", "Y")),
        ("a\nb\nc\nX\nd\ne\n", "a\nd\ne\n", Clash(2, "b\nc", "b\nc\nX", "")),
    ],
)
def test_changes_in_one_place_clash_and_the_learners_text_stands(mine, generated, clash):
    result = merge(BASE, mine, generated)
    assert result.clashes == (clash,)
    assert result.text == mine


lines = st.lists(st.integers(0, 5).map(str), max_size=25)
"""Few different lines: every alignment is doubtful."""


@given(lines, lines, lines)
def test_the_sides_can_be_changed_round_and_no_line_is_made_up(base, mine, generated):
    texts = ["\n".join(text) for text in (base, mine, generated)]
    result, other = merge(*texts), merge(texts[0], texts[2], texts[1])
    assert bool(result.clashes) == bool(other.clashes)
    if not result.clashes:
        assert result.text == other.text
    assert set(result.text.split("\n")) <= {line for text in texts for line in text.split("\n")}


@given(lines, lines)
def test_a_side_that_changed_nothing_gives_way(base, changed):
    old, new = "\n".join(base), "\n".join(changed)
    for result in (merge(old, new, old), merge(old, old, new), merge(old, new, new)):
        assert result.text == new
        assert not result.clashes


@st.composite
def apart(draw):
    """A base, and edits of two sides with an untouched line between any two of them."""
    base = [f"line {i}" for i in range(draw(st.integers(1, 40)))]
    texts = {"mine": [], "generated": [], "merged": []}
    place = 0
    for number in range(draw(st.integers(0, 8))):
        start = place + draw(st.integers(1 if place else 0, 6))
        end = start + draw(st.integers(0, 3))
        if end > len(base):
            break
        side = draw(st.sampled_from(("mine", "generated")))
        new = [f"{side} {number} {i}" for i in range(draw(st.integers(0, 3)))]
        for name, text in texts.items():
            edited = new if name in {side, "merged"} else base[start:end]
            text.extend([*base[place:start], *edited])
        place = end
    return "\n".join(base), *("\n".join(text + base[place:]) for text in texts.values())


@given(apart())
def test_every_edit_that_does_not_overlap_survives(case):
    base, mine, generated, merged = case
    result = merge(base, mine, generated)
    assert not result.clashes
    assert result.text == merged
