from dataclasses import replace

from content.messages import Language, messages
from tests.tui.fakes import FakeCourse
from workbench.ports.course import Architecture, Overview
from workbench.tui.course import view
from workbench.tui.ink import plain

WORDS = messages(Language.EN, "tui")


def overview() -> Overview:
    return FakeCourse().overview("en")


def test_every_lesson_and_exercise_can_be_chosen_and_no_week_can():
    rows = view.outline(overview(), 60)
    chosen = [row.id for row in rows if row.id]
    assert chosen == ["4.1", "boundaries", "4.2", "4.3", "gateway-routes", "capstone"]
    assert len(rows) - len(chosen) == 3


def test_standing_is_a_sign_and_not_only_a_colour():
    rows = {row.id: row.text.plain for row in view.outline(overview(), 60)}
    assert rows["4.1"].endswith("✔")
    assert rows["boundaries"].endswith("◐")
    assert rows["4.3"].endswith("·")


def test_only_the_next_step_is_pointed_at():
    rows = view.outline(overview(), 60)
    assert [row.id for row in rows if "←" in row.text.plain] == ["boundaries"]


def test_a_week_counts_its_finished_items():
    first = view.outline(overview(), 60)[0].text.plain
    assert first.startswith("15–16  Microservices")
    assert first.endswith("1/3")


def test_rows_are_exactly_as_wide_as_asked():
    for width in (30, 47, 90):
        assert {row.text.width for row in view.outline(overview(), width)} == {width}


def test_the_detail_names_the_next_step_when_another_item_is_under_the_cursor():
    text = plain(view.detail(overview(), "4.3", WORDS, 40))
    assert "35 min" in text
    assert "Next: Cut the shop and run it" in text


def test_a_finished_course_says_so():
    done = replace(overview(), next_id="")
    assert "Everything is done" in plain(view.detail(done, "4.1", WORDS, 40))


def test_without_a_blueprint_the_panel_says_how_to_get_one():
    assert "workbench init" in plain(view.architecture(Architecture(()), "", WORDS, 60))


def test_warnings_of_the_architecture_carry_a_mark():
    text = plain(view.architecture(Architecture(("a fact",), ("a warning",)), "", WORDS, 60))
    assert "! a warning" in text


def test_a_broken_blueprint_is_not_a_missing_one():
    text = plain(view.architecture(Architecture((), ("line 3: no",)), "", WORDS, 60))
    assert "! line 3: no" in text
    assert "workbench init" not in text


def test_in_a_narrow_panel_warnings_are_counted():
    state = Architecture(("11 services",), ("one warning", "another warning"))
    text = plain(view.architecture(state, "", WORDS, 30))
    assert text.startswith("! 2 warnings")
    assert "another warning" not in text


def test_the_boundaries_stand_among_the_facts():
    state = Architecture(("11 services",), ("a warning",))
    text = plain(view.architecture(state, "boundaries: 80 points", WORDS, 60))
    assert text.index("11 services") < text.index("boundaries: 80") < text.index("a warning")


def test_percent_counts_finished_items_of_all():
    assert overview().percent == 17
