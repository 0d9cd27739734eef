"""What the screens say exists in both languages, and every key does something."""

import re
from pathlib import Path

import pytest

import workbench.tui
from content.messages import Language, Messages, messages
from workbench.tui.actions import EVERYWHERE, Action, bindings
from workbench.tui.app import WorkbenchApp
from workbench.tui.blueprint.screen import BlueprintScreen
from workbench.tui.board.screen import BoardScreen
from workbench.tui.confirm.screen import ACTIONS as CONFIRM_ACTIONS
from workbench.tui.course.screen import CourseScreen
from workbench.tui.exercise.screen import ExerciseScreen
from workbench.tui.help.screen import HelpScreen
from workbench.tui.lab.screen import LabScreen
from workbench.tui.lesson.screen import LessonScreen
from workbench.tui.quiz.screen import QuizScreen

SCREENS = (
    BlueprintScreen,
    BoardScreen,
    CourseScreen,
    ExerciseScreen,
    HelpScreen,
    LabScreen,
    LessonScreen,
    QuizScreen,
)
SOURCES = [path.read_text("utf-8") for path in Path(workbench.tui.__file__).parent.rglob("*.py")]
ACTIONS = [action for screen in SCREENS for action in screen.ACTIONS]
ACTIONS += [*EVERYWHERE, *CONFIRM_ACTIONS]


def test_both_languages_have_the_same_messages_with_the_same_places():
    en, ru = (messages(language, "tui") for language in Language)
    assert en.keys() == ru.keys()
    for key in sorted(en.keys()):
        assert _places(en, key) == _places(ru, key), key


def _places(words: Messages, key: str) -> set[str]:
    entry = words._entries[key]
    forms = [entry] if isinstance(entry, str) else entry.values()
    return {name for form in forms for _, name, _, _ in words.parse(form) if name}


@pytest.mark.parametrize("language", list(Language))
def test_every_message_the_code_names_exists(language):
    named = {code for text in SOURCES for code in re.findall(r'"(tui-[a-z0-9-]*[a-z0-9])"', text)}
    assert len(named) > 80
    assert sorted(named - messages(language, "tui").keys()) == []


@pytest.mark.parametrize("language", list(Language))
def test_every_action_has_a_short_name_and_a_sentence(language):
    words = messages(language, "tui")
    for action in ACTIONS:
        assert len(words.text(action.code)) <= 16
        assert words.text(f"{action.code}-help").endswith(".")


@pytest.mark.parametrize("screen", SCREENS)
def test_every_key_of_a_screen_leads_to_a_method(screen):
    for action in screen.ACTIONS:
        name = action.name.split("(")[0]
        owner = WorkbenchApp if name.startswith("app.") else screen
        assert callable(getattr(owner, "action_" + name.removeprefix("app."))), action


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_gives_one_key_to_two_actions(screen):
    keys = [key for action in screen.ACTIONS for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_no_action_needs_a_control_key():
    for action in ACTIONS:
        assert any(not key.startswith("ctrl+") for key in action.keys.split(",")), action


def test_letters_work_where_they_lie_on_a_russian_keyboard():
    keys = {binding.key for binding in bindings([Action("x", "c,L,enter")])}
    assert keys == {"c", "с", "L", "Д", "enter"}
