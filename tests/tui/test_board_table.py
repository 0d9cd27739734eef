import pytest

from workbench.ports.decomposition import Limits
from workbench.tui.board.table import NEW, begun, moved

CUT = {"a": ("one", "two"), "b": ("three",)}


def test_a_moved_module_leaves_its_service_and_joins_the_other():
    assert moved(CUT, "one", "b") == {"a": ("two",), "b": ("three", "one")}


def test_a_service_left_empty_disappears():
    assert moved(CUT, "three", "a") == {"a": ("one", "two", "three")}


def test_a_service_of_its_own_takes_the_modules_name():
    assert moved(CUT, "one", NEW)["one"] == ("one",)


def test_a_new_service_never_takes_a_name_in_use():
    cut = {"one": ("two", "one"), "b": ("three",)}
    assert moved(cut, "one", NEW) == {"one": ("two",), "b": ("three",), "one-2": ("one",)}


def test_moving_home_changes_nothing():
    assert moved(CUT, "one", "a") is CUT


@pytest.mark.parametrize("target", ["b", NEW])
def test_no_module_is_lost_or_doubled_by_a_move(target):
    after = moved(CUT, "two", target)
    assert sorted(m for modules in after.values() for m in modules) == ["one", "three", "two"]


def test_undo_leads_back_move_by_move():
    table = begun(CUT).pick()
    assert table.target == "a"
    first = type(table)(table.cut, "one", "b", table.past).drop()
    second = type(table)(first.cut, "two", "b", first.past).drop()
    assert second.cut == {"b": ("three", "one", "two")}
    assert second.undo().cut == first.cut
    assert second.undo().undo().cut == CUT
    assert second.undo().undo().undo().cut == CUT


def test_a_card_dropped_where_it_was_leaves_nothing_to_undo():
    assert begun(CUT).pick().drop().past == ()


def test_what_was_undone_is_done_again_step_by_step():
    table = begun(CUT).put({"one": ("one",)}).put({"two": ("two",)})
    back = table.undo().undo()
    assert back.cut == CUT
    assert back.redo().cut == {"one": ("one",)}
    assert back.redo().redo().cut == {"two": ("two",)}
    assert back.redo().redo().redo().cut == {"two": ("two",)}


def test_a_new_change_forgets_what_was_undone():
    table = begun(CUT).put({"one": ("one",)}).undo().put({"two": ("two",)})
    assert table.future == ()
    assert table.undo().cut == CUT


def test_limits_are_undone_like_moves():
    limits = Limits(together=(("one", "three"),))
    table = begun(CUT).limit(limits)
    assert table.undo().limits == Limits()
    assert table.undo().redo().limits == limits
