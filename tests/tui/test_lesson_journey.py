import threading

from textual.widgets import Markdown

from tests.tui.driving import LARGE, workbench
from tests.tui.fakes import FakeLessons, FakeServices
from workbench.tui.lesson.screen import MarkedRead


async def test_a_lesson_is_mounted_section_by_section_until_all_are_there():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        assert len(driver.app.screen.query(Markdown)) == 3
        assert "The first paragraph." in driver.text


async def test_a_lesson_opens_at_the_section_that_a_finding_points_to():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson", "third")
        await driver.settle()
        assert "Third" in driver.text
        assert "The first paragraph." not in driver.text


async def test_sections_pages_and_ends_are_a_key_away():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        await driver.press("n", "n")
        assert "The first paragraph." not in driver.text
        await driver.press("G")
        assert "Paragraph 39." in driver.text
        await driver.press("g")
        assert "The first paragraph." in driver.text
        await driver.press("space")
        assert "The first paragraph." not in driver.text
        await driver.press("b")
        assert "The first paragraph." in driver.text


async def test_a_section_without_a_place_yet_is_not_where_the_reader_is():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        screen = driver.app.screen
        mounted = screen._text.mount(Markdown("## Fourth"))
        assert screen._position() == 0
        await mounted


class LateLessons(FakeLessons):
    """Lessons that arrive when they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def lesson(self, lesson, language):
        self.let_go.wait()
        return super().lesson(lesson, language)


async def test_keys_pressed_before_the_lesson_is_there_do_no_harm():
    lessons = LateLessons()
    async with workbench(FakeServices(lessons=lessons)) as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.pilot.press("n", "p", "G", "space", "t", "enter", "t")
        lessons.let_go.set()
        await driver.settle()
        assert "The first paragraph." in driver.text


async def test_the_contents_lead_to_a_section():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        await driver.press("t")
        assert "Contents" in driver.text
        await driver.press("down", "down", "enter")
        assert "Contents" not in driver.text
        assert "Paragraph 3." in driver.text


async def test_a_wide_terminal_shows_the_contents_beside_the_text():
    async with workbench(size=LARGE) as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        assert "Contents" in driver.text
        assert "The first paragraph." in driver.text


async def test_marking_a_lesson_as_read_reaches_the_store():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        await driver.press("r")
        assert driver.services.lessons.read == {"4.1"}
        assert "Counted as read" in driver.text


async def test_the_language_of_an_open_lesson_changes():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        await driver.press("L")
        assert "Первый абзац." in driver.text
        assert "The first paragraph." not in driver.text


async def test_the_quiz_judges_explains_counts_and_leads_back():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        await driver.press("z", "enter")
        assert "Pick an answer" in driver.text
        await driver.press("1", "enter")
        assert "Not quite" in driver.text
        assert "One writer." in driver.text
        await driver.press("enter", "1", "3", "enter")
        assert "Right." in driver.text
        await driver.press("enter")
        assert "1 of 2 answered right" in driver.text
        answers = driver.services.lessons.answers
        assert answers == [("4.1", "who-owns", False), ("4.1", "which-two", True)]
        await driver.press("enter")
        assert driver.screen_name == "LessonScreen"


async def test_a_digit_without_an_option_says_which_ones_there_are():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        await driver.press("z", "9")
        assert "options 1 to 2" in driver.text


async def test_leaving_a_lesson_while_it_is_being_mounted_is_no_failure():
    async with workbench() as driver:
        for pauses in range(6):
            driver.app.open_item("4.1", "lesson")
            for _ in range(pauses):
                await driver.pilot.pause(0)
            driver.app.pop_screen()
        await driver.settle()
        assert driver.screen_name == "CourseScreen"


async def test_an_answer_that_comes_after_its_screen_was_left_is_dropped():
    async with workbench() as driver:
        driver.app.open_item("4.1", "lesson")
        await driver.settle()
        screen = driver.app.screen
        await driver.press("escape")
        await screen._on_message(MarkedRead(None))
        assert driver.screen_name == "CourseScreen"
