import pytest

from workbench.tui.ink import Line, Role, bar, cell, justified, line, plain, wrapped


def test_a_line_is_cut_with_an_ellipsis_to_exactly_the_width():
    fitted = line("abc", ("defg", Role.MUTED)).fit(5)
    assert fitted.plain == "abcd…"
    assert fitted.spans[1].role is Role.MUTED


def test_a_short_line_is_padded_to_exactly_the_width():
    assert line("ab").fit(4).plain == "ab  "


@pytest.mark.parametrize("width", [1, 2, 7, 30])
def test_justified_keeps_the_right_part_whole_and_never_exceeds_the_width(width):
    both = justified(line("left side"), line("right"), width)
    assert both.width == width
    if width > 5:
        assert both.plain.endswith("right")


def test_a_bar_is_exact_to_an_eighth_of_a_cell():
    assert bar(0.0, 4) == "    "
    assert bar(0.5, 4) == "██  "
    assert bar(0.53125, 4) == "██▏ "
    assert bar(1.0, 4) == "████"


def test_a_bar_stays_inside_its_cells_whatever_the_fraction():
    assert bar(7.0, 3) == "███"
    assert bar(-1.0, 3) == "   "


def test_a_cell_is_padded_or_cut():
    assert cell("ab", 4) == "ab  "
    assert cell("abcdef", 4) == "abc…"


def test_wrapping_keeps_every_word_and_every_line_within_the_width():
    text = "the quick brown fox jumps over the lazy dog"
    lines = wrapped(text, 12)
    assert all(each.width <= 12 for each in lines)
    assert plain(lines).split() == text.split()


def test_wrapping_cuts_a_word_that_no_line_could_hold():
    lines = wrapped("x" * 25, 10)
    assert [each.width for each in lines] == [10, 10, 5]


def test_later_lines_of_a_wrapped_paragraph_are_indented():
    first, second = wrapped("aaa bbb", 5, indent="  ")
    assert first.plain == "aaa"
    assert second.plain == "  bbb"


def test_a_row_under_the_cursor_keeps_its_text():
    chosen = line("a", ("b", Role.GOOD)).under_cursor()
    assert chosen == Line((*line(("ab", Role.CURSOR)).spans,))
