"""The screens on the real course, without servers: what the fakes promise, the product keeps."""

import pytest

from tests.tui.driving import workbench
from workbench.bootstrap import workbench_here
from workbench.tui.quiz.screen import QuizScreen
from workbench.usecases.founding import create_workspace


@pytest.fixture
def services(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "state"))
    return workbench_here(create_workspace(tmp_path / "my-shop").root)


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_item_of_the_course_opens(services, language):
    async with workbench(services, language=language) as driver:
        items = driver.app.course_map.items
        assert {item.kind for item in items} == {"lesson", "exercise"}
        for item in items:
            driver.app.open_item(item.id, item.kind)
            await driver.until(lambda title=item.title[:20]: title in driver.text)
            assert "✘" not in driver.text
            await driver.press("escape")


async def test_every_chapter_has_a_quiz_that_can_be_answered(services):
    async with workbench(services) as driver:
        for lesson in ("4.1", "4.2", "4.3", "4.4", "4.5", "4.6"):
            driver.app.push_screen(QuizScreen(services.lessons.lesson(lesson, "en")))
            await driver.press("1", "enter")
            assert "✔" in driver.text
            await driver.press("escape")


async def test_reading_a_lesson_moves_the_next_step_on(services):
    async with workbench(services) as driver:
        before = driver.app.course_map.overview.next_id
        await driver.press("n", "r", "escape")
        assert driver.app.course_map.overview.next_id != before


async def test_a_static_exercise_is_begun_checked_and_solved(services):
    async with workbench(services) as driver:
        driver.app.open_item("boundary-criteria", "exercise")
        await driver.settle()
        await driver.press("b", "c")
        assert "✘ not yet" in driver.text
        findings = driver.text
        await driver.press("L")
        assert "✘ ещё нет" in driver.text
        assert driver.text.count("✘") == findings.count("✘")
        await driver.press("L")
        for file in services.exercises.solution("boundary-criteria"):
            path = services.required_workspace().root / file.path
            path.write_text(file.text, encoding="utf-8")
        await driver.press("c")
        assert "✔ passed" in driver.text


async def test_the_board_prices_a_move_and_saves_the_cut(services):
    async with workbench(services, language="ru") as driver:
        await driver.press("d", "3", "m", "right")
        assert "(доказан)" in driver.text
        assert "registration → product" in driver.text
        assert "Отличий нет" not in driver.text
        await driver.press("m", "s", "y")
        assert (services.required_workspace().root / "boundaries.yaml").exists()


async def test_the_blueprint_becomes_files_and_is_judged_as_it_is_saved(services):
    folder = services.required_workspace()
    async with workbench(services) as driver:
        await driver.press("b", "g")
        assert "written or removed" in driver.text
        assert (folder.root / "generated" / "compose.yaml").exists()
        text = folder.blueprint.read_text("utf-8")
        folder.blueprint.write_text(text.replace("postgresql", "postgres", 1), "utf-8")
        await driver.until(lambda: "1 error in the blueprint" in driver.text)


async def test_an_exercise_without_a_learners_folder_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "state"))
    async with workbench(workbench_here(tmp_path)) as driver:
        assert "workbench init" in driver.text
        driver.app.open_item("boundary-criteria", "exercise")
        await driver.settle()
        await driver.press("b")
        assert "workbench init" in driver.text
        assert "✘" in driver.text
