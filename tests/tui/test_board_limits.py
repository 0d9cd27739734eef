from workbench.ports.decomposition import Limits
from workbench.tui.board.limits import company, contradiction, toggled

NONE = Limits()


def test_a_pair_marked_again_is_set_free_in_either_order():
    limits = toggled(NONE, "together", "a", "b")
    assert limits.together == (("a", "b"),)
    assert toggled(limits, "together", "b", "a") == NONE


def test_kinds_do_not_touch_each_other():
    limits = toggled(toggled(NONE, "together", "a", "b"), "apart", "a", "c")
    assert (limits.together, limits.apart) == ((("a", "b"),), (("a", "c"),))


def test_company_is_kept_by_way_of_others():
    limits = Limits(together=(("a", "b"), ("b", "c"), ("d", "e")))
    assert company(limits, "a") == {"a", "b", "c"}
    assert company(limits, "f") == {"f"}


def test_apart_contradicts_together_by_way_of_others():
    limits = Limits(together=(("a", "b"), ("b", "c")), apart=(("c", "a"),))
    assert contradiction(limits) == ("c", "a")
    assert contradiction(Limits(together=(("a", "b"),), apart=(("c", "a"),))) is None
