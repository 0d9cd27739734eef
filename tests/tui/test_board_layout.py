import pytest

from tests.tui.fake_decomposition import CUTS, MODULES, REFERENCE
from workbench.tui.board.layout import box_towards, card_towards, lay_out
from workbench.tui.board.table import NEW


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("name", ["monolith", "reference"])
def test_every_card_has_a_place_of_its_own_inside_the_width(name, width):
    layout = lay_out(CUTS[name], width)
    assert set(layout.cards) == set(MODULES)
    assert len(set(layout.cards.values())) == len(MODULES)
    assert all(box.x + box.width <= width for box in layout.boxes)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_boxes_do_not_overlap(width):
    cells = [
        (x, y)
        for box in lay_out(REFERENCE, width).boxes
        for x in range(box.x, box.x + box.width)
        for y in range(box.y, box.y + box.height)
    ]
    assert len(cells) == len(set(cells))


def test_eleven_services_fit_the_board_of_a_small_terminal():
    assert lay_out(REFERENCE, 80).height <= 14


def test_the_last_box_is_for_a_new_service():
    assert lay_out(REFERENCE, 80).boxes[-1].service == NEW


def test_arrows_reach_every_card():
    layout = lay_out(REFERENCE, 80)
    reached, waiting = set(), ["registration"]
    while waiting:
        card = waiting.pop()
        if card not in reached:
            reached.add(card)
            waiting += [card_towards(layout, card, *d) for d in ((0, 1), (0, -1), (1, 0), (-1, 0))]
    assert reached == set(MODULES)


def test_arrows_reach_every_target():
    layout = lay_out(REFERENCE, 80)
    reached, target = [], "user"
    for _ in layout.boxes:
        reached.append(target)
        target = box_towards(layout, target, 1, 0)
    assert reached == [box.service for box in layout.boxes]
    assert box_towards(layout, "user", 0, 1) == "inventory"


def test_at_the_edge_the_cursor_stays():
    layout = lay_out(REFERENCE, 80)
    assert card_towards(layout, "registration", -1, 0) == "registration"
    assert box_towards(layout, "user", -1, 0) == "user"
