import sys

from tests.tui.driving import workbench
from tests.tui.fake_files import FakeFiles
from tests.tui.fakes import FakeServices


def having(**files):
    return FakeServices(files=FakeFiles(**files))


async def test_from_the_map_to_why_a_line_is_there():
    async with workbench() as driver:
        await driver.press("b")
        assert "blueprint.yaml:4" in driver.text
        assert "wait for each other in a" in driver.text
        await driver.press("down", "down", "down", "down", "down")
        assert "1 file changed" in driver.text
        await driver.press("enter", "down", "down")
        assert "+replicas: 2" in driver.text
        await driver.press("enter", "down")
        assert "This line is taken out." in driver.text
        await driver.press("up")
        assert "No reason is noted for this line" in driver.text
        await driver.press("down", "down")
        assert "As many replicas as were chosen." in driver.text
        assert ":7 services.order.replicas" in driver.text


async def test_a_file_is_shown_whole_where_nothing_changes_in_it_or_when_asked():
    async with workbench() as driver:
        await driver.press("b", "down", "down", "down")
        assert "+replicas: 2" in driver.text
        await driver.press("v")
        assert "line 5 of compose.yaml" in driver.text
        await driver.press("v")
        assert "+replicas: 2" in driver.text


async def test_what_was_chosen_otherwise_tells_what_can_go_wrong_now():
    async with workbench() as driver:
        await driver.press("b", "down", "down")
        assert "nats → kafka" in driver.text
        assert "A rebalance stops consumers." in driver.text
        assert "Guard: static members" in driver.text


async def test_a_choice_opens_to_its_values_and_one_of_them_is_taken():
    async with workbench() as driver:
        await driver.press("b", "down", "enter")
        assert "Through what events go." in driver.text
        await driver.press("enter", "down", "down")
        assert "● nats" in driver.text
        assert driver.services.files.chosen == []
        await driver.press("enter")
        assert driver.services.files.chosen == [("events.broker", "kafka")]
        assert "events.broker: nats → kafka" in driver.text
        await driver.press("up", "up", "enter")
        assert "● nats" not in driver.text


async def test_a_side_is_taken_for_a_conflict_and_only_there():
    async with workbench() as driver:
        await driver.press("b", "down", "down", "down", "m")
        assert "yours is kept" in driver.text
        await driver.press("t", "g")
        assert driver.services.files.written == [((), ("compose.yaml",))]
        await driver.press("up", "m")
        assert "not in conflict" in driver.text


async def test_a_conflict_that_nobody_settled_is_said_to_be_left():
    async with workbench() as driver:
        await driver.press("b", "g")
        assert "3 files written or removed" in driver.text
        assert "1 file left as you edited it." in driver.text


async def test_a_run_is_taken_back_only_after_a_yes():
    async with workbench() as driver:
        await driver.press("b", "u", "n")
        assert driver.services.files.undone == 0
        await driver.press("u", "y")
        assert driver.services.files.undone == 1
        assert "3 files put back." in driver.text


async def test_a_finding_leads_to_its_line():
    async with workbench() as driver:
        await driver.press("b", "c")
        assert "The selector finds no pod." in driver.text
        await driver.press("enter", "enter")
        assert "▸3  line 3 of service.yaml" in driver.text


async def test_manifests_that_agree_are_said_to():
    async with workbench(having(found=())) as driver:
        await driver.press("b", "c")
        assert "The manifests agree with each other." in driver.text


async def test_nothing_is_written_from_a_blueprint_with_errors():
    async with workbench(having(broken=True)) as driver:
        await driver.press("b")
        assert "2 errors in the blueprint" in driver.text
        assert "blueprint.yaml:12" in driver.text
        await driver.press("g")
        assert "mend them first" in driver.text
        assert driver.services.files.written == []


async def test_the_screen_notices_that_the_blueprint_was_saved():
    async with workbench(having(broken=True)) as driver:
        await driver.press("b")
        files = driver.services.files
        files.broken, files.moment = False, 2.0
        await driver.until(lambda: "wait for each other" in driver.text)


async def test_without_a_folder_there_is_a_sentence_and_looking_again_works():
    async with workbench(having(error=OSError("no blueprint here"))) as driver:
        await driver.press("b")
        assert "no blueprint here" in driver.text
        await driver.press("g", "m", "v", "e", "enter")
        driver.services.files.error = None
        await driver.press("r")
        assert "wait for each other" in driver.text


async def test_the_other_language_is_spoken_at_once():
    async with workbench() as driver:
        await driver.press("b", "L")
        assert "Что получается" in driver.text


async def test_where_no_editor_can_be_opened_the_file_is_named(monkeypatch):
    monkeypatch.setenv("VISUAL", sys.executable)  # the screen of a test cannot be put away
    async with workbench() as driver:
        await driver.press("b", "e")
        assert "Edit my-shop/blueprint.yaml" in driver.text


async def test_a_long_file_may_have_the_whole_width():
    async with workbench() as driver:
        await driver.press("b", "down", "down", "down", "w")
        assert "What it becomes" not in driver.text
        await driver.press("w")
        assert "What it becomes" in driver.text
