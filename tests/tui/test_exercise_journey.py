from tests.tui.driving import workbench
from tests.tui.fake_exercises import FakeExercises
from tests.tui.fakes import FakeServices


async def test_from_starter_over_findings_to_passed():
    async with workbench() as driver:
        await driver.press("enter")
        assert "b writes the starter files." in driver.text
        await driver.press("b")
        assert "Written: mesh/virtual-service.yaml" in driver.text
        await driver.press("c")
        assert "✘ The header match" in driver.text
        driver.services.exercises.fixed = True
        await driver.press("c")
        assert "✔ passed" in driver.text
        assert "The header match stands after" not in driver.text
        await driver.press("n")
        assert driver.screen_name == "LessonScreen"


async def test_hints_come_one_at_a_time_until_there_are_none():
    async with workbench() as driver:
        await driver.press("enter", "h")
        assert "Hint text 1." in driver.text
        assert "Hint text 2." not in driver.text
        await driver.press("h", "h")
        assert "All hints are taken" in driver.text
        assert driver.services.exercises.hints == 2


async def test_the_solution_is_shown_only_after_a_yes():
    async with workbench() as driver:
        await driver.press("enter", "s", "n")
        assert not driver.services.exercises.solution_shown
        await driver.press("s", "y")
        assert driver.screen_name == "SolutionScreen"
        assert "kind: VirtualService" in driver.text


async def test_reset_asks_first_and_says_where_the_backup_is():
    async with workbench() as driver:
        await driver.press("enter", "r", "escape")
        assert not driver.services.exercises.was_reset
        await driver.press("r", "enter")
        assert "Your files are in .workbench/backups/1" in driver.text


async def test_a_finding_leads_to_the_lesson_that_explains_it():
    async with workbench() as driver:
        await driver.press("enter", "o")
        assert "No finding points to a lesson" in driver.text
        await driver.press("c", "o")
        assert driver.screen_name == "LessonScreen"


async def test_the_task_can_have_the_whole_screen_until_the_next_verdict():
    async with workbench() as driver:
        await driver.press("enter", "w")
        assert "Findings" not in driver.text
        await driver.press("c")
        assert "Findings" in driver.text


async def test_a_check_that_could_not_run_is_a_sentence_and_can_be_repeated():
    services = FakeServices(exercises=FakeExercises(error=OSError("port 21000 is busy")))
    async with workbench(services) as driver:
        await driver.press("enter", "c")
        assert "port 21000 is busy" in driver.text
        services.exercises.error = None
        await driver.press("c")
        assert "✘ The header match" in driver.text
