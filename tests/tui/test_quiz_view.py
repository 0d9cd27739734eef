from content.messages import Language, messages
from tests.tui.fakes import FakeLessons
from workbench.tui.ink import plain
from workbench.tui.quiz import view

WORDS = messages(Language.EN, "tui")
ONE, SEVERAL = FakeLessons().lesson("4.1", "en").quiz


def shown(asked, picked, *, answered):
    picks = frozenset(picked)
    return plain(view.question(asked, (1, 2), picks, answered=answered, words=WORDS, width=60))


def test_before_the_answer_nothing_gives_the_right_option_away():
    text = shown(ONE, {0}, answered=False)
    assert "◉" in text
    assert "✔" not in text
    assert ONE.why not in text


def test_after_a_wrong_answer_both_the_wrong_and_the_right_option_are_marked_and_explained():
    text = shown(ONE, {0}, answered=True)
    assert "1 ✘ Every service" in text
    assert "2 ✔ The inventory service" in text
    assert ONE.why in text


def test_several_right_options_are_announced():
    assert "More than one" in shown(SEVERAL, (), answered=False)
    assert "More than one" not in shown(ONE, (), answered=False)


def test_an_answer_is_right_only_with_all_right_options_and_no_other():
    assert view.is_right(SEVERAL, {0, 2})
    assert not view.is_right(SEVERAL, {0})
    assert not view.is_right(SEVERAL, {0, 1, 2})
