from tests.tui.driving import LARGE, workbench
from tests.tui.fake_decomposition import CUTS, REFERENCE


async def test_a_card_is_moved_priced_and_taken_back():
    async with workbench() as driver:
        await driver.press("d")
        assert "score 90.0 · optimum 90.0 (proved)" in driver.text
        await driver.press("m", "right", "right")
        assert "registration → cart" in driver.text
        assert "1 shared table fewer" in driver.text
        await driver.press("m")
        assert "registration → cart" not in driver.text
        screen = driver.app.screen
        assert screen._table.cut["cart"] == ("cart", "registration")
        await driver.press("u")
        assert screen._table.cut == REFERENCE


async def test_escape_puts_a_carried_card_back_and_only_then_leaves_the_board():
    async with workbench() as driver:
        await driver.press("d", "m", "right", "escape")
        assert driver.screen_name == "BoardScreen"
        assert driver.app.screen._table.cut == REFERENCE
        await driver.press("escape")
        assert driver.screen_name == "CourseScreen"


async def test_a_module_becomes_a_service_of_its_own():
    async with workbench() as driver:
        await driver.press("d", "m", *["right"] * 11)
        assert "registration → its own service  −1.2" in driver.text
        await driver.press("m")
        assert driver.app.screen._table.cut["registration"] == ("registration",)


async def test_the_monolith_can_be_laid_on_the_board_and_undone():
    async with workbench() as driver:
        await driver.press("d", "4")
        assert "shop" in driver.text
        await driver.press("u")
        assert driver.app.screen._table.cut == REFERENCE


async def test_the_matrix_takes_the_place_of_the_boxes_and_gives_it_back():
    async with workbench() as driver:
        await driver.press("d", "x")
        assert "■" in driver.text
        await driver.press("x")
        assert "■" not in driver.text


async def test_evidence_names_the_ties_of_the_card_under_the_cursor():
    async with workbench() as driver:
        await driver.press("d", "right", "right", "right", "e")
        assert "checkout calls payments 96 times a second" in driver.text


async def test_a_wide_terminal_shows_the_ties_beside_the_price():
    async with workbench(size=LARGE) as driver:
        await driver.press("d", "right", "right", "right")
        assert "Ties of orders" in driver.text


async def test_the_baseline_goes_round():
    async with workbench() as driver:
        await driver.press("d")
        assert "Compared with the monolith" in driver.text
        await driver.press("b")
        assert "Compared with the reference" in driver.text
        assert "Nothing differs." in driver.text
        await driver.press("b", "b")
        assert "Compared with the monolith" in driver.text


async def test_saving_asks_first_and_running_leads_to_the_lab():
    async with workbench() as driver:
        await driver.press("d", "s", "n")
        assert driver.services.decomposition.saved == []
        await driver.press("s", "y")
        assert driver.services.decomposition.saved == [REFERENCE]
        assert "Written to boundaries.yaml." in driver.text
        await driver.press("r", "y")
        assert driver.screen_name == "LabScreen"
        await driver.until(lambda: driver.services.laboratory.running)
        assert driver.services.laboratory.calls == ["up boundaries.yaml"]


async def test_running_a_cut_leaves_a_lab_that_runs_already_alone():
    async with workbench() as driver:
        driver.services.laboratory.running = True
        await driver.press("d", "r", "y")
        assert driver.screen_name == "LabScreen"
        await driver.until(lambda: "u stops it" in driver.text)
        assert driver.services.laboratory.calls == []


async def test_undo_with_nothing_to_undo_says_so():
    async with workbench() as driver:
        await driver.press("d", "u")
        assert "There is nothing to undo." in driver.text


async def test_what_was_undone_is_done_again():
    async with workbench() as driver:
        await driver.press("d", "4", "u", "y")
        assert driver.app.screen._table.cut == CUTS["monolith"]
        await driver.press("y")
        assert "There is nothing to do again." in driver.text


async def test_a_pair_that_must_stay_together_is_marked_broken_saved_and_set_free():
    async with workbench() as driver:
        await driver.press("d", "t")
        assert "◆" not in driver.text
        await driver.press("right", "t")
        assert "registration and products stay together from now on" in driver.text
        assert "✘ registration, products have to share a service." in driver.text
        assert "optimum 88.0" in driver.text
        await driver.press("s", "y")
        [limits] = driver.services.decomposition.saved_limits
        assert limits.together == (("registration", "products"),)
        await driver.press("t", "left", "t")
        assert "are free again" in driver.text
        assert "optimum 90.0" in driver.text


async def test_limits_that_contradict_each_other_are_refused():
    async with workbench() as driver:
        await driver.press("d", "t", "right", "t", "a", "left", "a")
        assert "That cannot be: products and registration" in driver.text
        assert driver.app.screen._table.limits.apart == ()


async def test_a_waiting_mark_is_shown_and_let_go():
    async with workbench() as driver:
        await driver.press("d", "a", "right")
        assert "◆registration" in driver.text
        await driver.press("escape")
        assert driver.screen_name == "BoardScreen"
        assert "◆" not in driver.text


async def test_the_board_is_compared_with_every_baseline_item_by_item():
    async with workbench() as driver:
        await driver.press("d", "4", "c")
        assert "Compared with the proposal  90.0 → 78.0  −12.0" in driver.text
        assert "Compared with the reference" in driver.text
        assert "-10 services" in driver.text
        await driver.press("escape")
        assert driver.screen_name == "BoardScreen"


async def test_what_follows_is_told_for_teams_and_use_cases():
    async with workbench() as driver:
        await driver.press("d", "i")
        assert "0.55 hand-offs per change" in driver.text
        assert "checkout" in driver.text
        assert "8.0–26.0" in driver.text


async def test_in_the_matrix_arrows_go_from_row_to_row():
    async with workbench() as driver:
        await driver.press("d", "x", "down", "down", "up")
        assert driver.app.screen._table.card == "authentication"
