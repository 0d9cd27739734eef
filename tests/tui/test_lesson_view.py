from workbench.tui.lesson import view

TEXT = "# Title\n\nIntro.\n\n## One\n\n```\n## not a heading\n```\n\n## Two\n\nEnd.\n"


def test_a_lesson_is_cut_before_every_second_level_heading():
    parts = view.sections(TEXT)
    assert [part.title for part in parts] == ["Title", "One", "Two"]
    assert [part.first_line for part in parts] == [1, 5, 11]


def test_a_heading_inside_a_code_fence_does_not_cut():
    assert "## not a heading" in view.sections(TEXT)[1].text


def test_the_title_row_has_the_heading_so_the_text_does_not():
    assert view.sections(TEXT)[0].text == "Intro.\n"


def test_nothing_of_the_text_is_lost():
    joined = "".join(part.text for part in view.sections(TEXT))
    for line in TEXT.splitlines()[1:]:
        assert line in joined


def test_an_anchor_line_leads_to_the_section_that_holds_it():
    parts = view.sections(TEXT)
    assert view.holding(parts, 0) == 0
    assert view.holding(parts, 5) == 1
    assert view.holding(parts, 12) == 2


def test_a_text_without_sections_is_one_section():
    (only,) = view.sections("# T\n\njust this\n")
    assert only.text == "just this\n"
