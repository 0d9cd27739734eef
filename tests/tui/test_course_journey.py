import pytest

from tests.tui.driving import LARGE, SMALL, workbench
from tests.tui.fakes import FakeCourse, FakeServices


class BrokenCourse(FakeCourse):
    def overview(self, language):  # noqa: ARG002 - it fails in every language
        raise OSError("the disk is full")


async def test_the_map_opens_on_the_next_step_and_enter_opens_it():
    async with workbench() as driver:
        assert "▸" in driver.text
        assert "This is your next" in driver.text
        await driver.press("enter")
        assert driver.screen_name == "ExerciseScreen"


async def test_a_lesson_opens_from_the_map_and_escape_leads_back():
    async with workbench() as driver:
        await driver.press("up", "enter")
        assert driver.screen_name == "LessonScreen"
        await driver.press("escape")
        assert driver.screen_name == "CourseScreen"


async def test_a_narrow_terminal_shows_the_map_alone():
    async with workbench(size=(60, 15)) as driver:
        assert driver.app.screen.query_one("#aside").size.width == 0
        assert driver.app.screen.query_one("#weeks").size.width > 50


async def test_n_opens_the_next_step_wherever_the_cursor_is():
    async with workbench() as driver:
        await driver.press("end", "n")
        assert driver.screen_name == "ExerciseScreen"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_language_changes_at_once_and_is_remembered(size):
    async with workbench(size=size) as driver:
        assert "Microservices" in driver.text
        await driver.press("L")
        assert "Микросервисы" in driver.text
        assert "открыть" in driver.text
        assert "Microservices" not in driver.text
        assert driver.services.remembered == "ru"


async def test_a_russian_keyboard_layout_works():
    async with workbench(language="ru") as driver:
        await driver.press("в")
        assert driver.screen_name == "BoardScreen"


async def test_an_error_is_a_sentence_and_the_workbench_stays_open():
    async with workbench(FakeServices(course=BrokenCourse())) as driver:
        assert "✘ en: the disk is full" in driver.text
        assert "Traceback" not in driver.text
        await driver.press("enter", "n", "question_mark")
        assert driver.screen_name == "HelpScreen"


async def test_progress_made_elsewhere_shows_when_the_map_comes_back():
    async with workbench() as driver:
        await driver.press("enter")
        driver.services.course.done.add("boundaries")
        await driver.press("escape")
        assert "2/3" in driver.text


async def test_escape_on_the_map_says_how_to_leave_and_q_leaves():
    async with workbench() as driver:
        await driver.press("escape")
        assert "q leaves the workbench" in driver.text
        await driver.pilot.press("q")
        await driver.pilot.pause()
    assert driver.app.return_value == 0


async def test_help_explains_every_key_of_the_screen_and_any_way_back_works():
    async with workbench() as driver:
        await driver.press("question_mark")
        assert "Open the decomposition board." in driver.text
        await driver.press("question_mark")
        assert driver.screen_name == "CourseScreen"


async def test_the_palette_finds_a_lesson_by_name():
    async with workbench() as driver:
        await driver.press("colon")
        await driver.press(*"gateway", "enter")
        assert driver.screen_name == "LessonScreen"


async def test_the_palette_runs_an_action_of_the_screen_it_was_opened_on():
    async with workbench() as driver:
        await driver.press("colon")
        await driver.press(*"decomp", "enter")
        assert driver.screen_name == "BoardScreen"


async def test_the_theme_switches_between_dark_and_light():
    async with workbench() as driver:
        await driver.press("T")
        assert driver.app.theme == "workbench-light"
        await driver.press("T")
        assert driver.app.theme == "workbench-dark"


async def test_a_key_in_the_footer_can_be_clicked():
    async with workbench() as driver:
        x = driver.text.splitlines()[-1].index("decompose")
        await driver.pilot.click(offset=(x, 23))
        await driver.settle()
        assert driver.screen_name == "BoardScreen"


async def test_a_click_chooses_a_row_and_a_second_one_opens_it():
    async with workbench() as driver:
        await driver.pilot.click("#weeks", offset=(10, 5))
        await driver.settle()
        assert "35 min" not in driver.text
        await driver.pilot.click("#weeks", offset=(10, 6))
        await driver.settle()
        await driver.pilot.click("#weeks", offset=(10, 6))
        await driver.settle()
        assert driver.screen_name == "LessonScreen"
