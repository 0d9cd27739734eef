from dataclasses import replace

import pytest

from content.messages import Language, messages
from tests.tui.fake_decomposition import REFERENCE, FakeDecomposition
from workbench.ports.decomposition import Delta, Price
from workbench.tui.board import view
from workbench.tui.board.layout import lay_out
from workbench.tui.board.matrix import matrix
from workbench.tui.board.table import begun
from workbench.tui.ink import Role, plain

WORDS = messages(Language.EN, "tui")
PRICE = Price(84.1, (("capability", 84.0), ("data", 50.0)))


def board(table, width=80):
    return view.board(table, lay_out(table.cut, width), WORDS)


def test_every_service_and_every_card_is_on_the_board():
    text = plain(board(begun(REFERENCE), 120))
    for service, modules in REFERENCE.items():
        assert f" {service} " in text
        assert all(module[:10] in text for module in modules)


def test_rows_of_boxes_are_as_wide_as_the_shelf():
    lines = board(begun(REFERENCE))
    assert {each.width for each in lines} <= {80, 32}


def test_the_card_under_the_cursor_is_marked_by_a_sign():
    assert "▸registration" in plain(board(begun(REFERENCE)))


def test_a_carried_card_hovers_over_its_target_and_leaves_a_minus_at_home():
    table = replace(begun(REFERENCE).pick(), target="cart")
    text = plain(board(table))
    assert "−registration" in text
    assert "+registration" in text
    assert "┏" in text


def test_a_move_shows_its_change_with_a_sign_and_its_sentences():
    table = replace(begun(REFERENCE).pick(), target="cart")
    deltas = (Delta("adds 2 calls", worse=True), Delta("isolates card data", worse=False))
    known = view.Appraisal(PRICE, Price(85.3, PRICE.criteria), deltas)
    text = plain(view.appraisal(table, known, "monolith", WORDS, 80))
    assert "registration → cart  −1.2" in text
    assert "− adds 2 calls" in text
    assert "+ isolates card data" in text


def test_a_difference_says_where_in_the_code_it_stands():
    places = tuple(f"shop/views.py:{line}" for line in range(1, 6))
    known = Delta("adds 2 imports", worse=True, places=places)
    told = plain(view.delta(known, 60))
    assert "shop/views.py:1, shop/views.py:2, shop/views.py:3, … +2" in told
    assert plain(view.delta(Delta("adds 2 calls", worse=True), 60)) == " − adds 2 calls"


def test_a_change_always_carries_its_sign():
    assert view.signed(1.25) == "+1.2"
    assert view.signed(-3.0) == "−3.0"
    assert view.signed(-0.01) == "±0.0"


def test_evidence_lists_the_ties_of_one_module_with_their_sources():
    text = plain(view.evidence("orders", FakeDecomposition().couplings("en"), WORDS, 60))
    assert "payments" in text
    assert "stock" in text
    assert "96 times" in text
    assert "categories" not in text


def test_the_matrix_is_symmetric_and_marks_ties_that_cross_services():
    couplings = FakeDecomposition().couplings("en")
    lines = matrix(REFERENCE, couplings, "orders", WORDS, 80, 60)
    rows = {each.plain.split()[1].lstrip("▸"): each for each in lines if each.plain[:2].strip()}
    orders, payments = rows["orders"], rows["payments"]
    assert "9" in payments.plain[20:]
    assert any(span.text == "9" and span.role is Role.WARN for span in orders.spans)
    inside = [span for span in rows["products"].spans if span.role is Role.GOOD]
    assert [span.text for span in inside] == ["3"]


def test_the_matrix_fits_a_small_terminal():
    lines = matrix(REFERENCE, (), "orders", WORDS, 80, 60)
    assert len(lines) > len(REFERENCE)
    assert all(each.width <= 80 for each in lines)


MANY = {f"service-{n}": tuple(f"module-of-family-{n}-{m}" for m in range(4)) for n in range(20)}


@pytest.mark.parametrize("card", ["module-of-family-0-0", "module-of-family-9-2"])
@pytest.mark.parametrize(("width", "height"), [(78, 20), (118, 36), (30, 6)])
def test_a_window_on_a_large_matrix_keeps_its_size_and_its_card(card, width, height):
    lines = matrix(MANY, (), card, WORDS, width, height)
    assert len(lines) <= max(height, 6)
    assert all(each.width <= width for each in lines)
    [row] = [each for each in lines if any(span.role is Role.CURSOR for span in each.spans)]
    assert "■" in row.plain


def test_a_window_says_which_part_it_shows():
    assert "of 80" in plain(matrix(MANY, (), "module-of-family-0-0", WORDS, 80, 20))
    assert "of 24" not in plain(matrix(REFERENCE, (), "orders", WORDS, 80, 60))


def test_modules_of_one_family_can_be_told_apart_on_cards_and_in_the_matrix():
    rows = matrix(MANY, (), "module-of-family-0-0", WORDS, 80, 20)
    labels = [each.plain[3:20] for each in rows if "■" in each.plain]
    assert len(set(labels)) == len(labels) > 5


def test_what_a_cut_breaks_stands_before_what_it_changes():
    price = replace(PRICE, broken=("orders, payments have to share a service.",))
    text = plain(view.appraisal(begun(REFERENCE), view.Appraisal(price), "monolith", WORDS, 80))
    assert text.index("✘ orders, payments") < text.index("Compared with")
