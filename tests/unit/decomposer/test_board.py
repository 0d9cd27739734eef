import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decomposer.board import Board
from decomposer.partition import UnknownModuleError
from decomposer.score import score
from tests.unit.decomposer.graphs import graphs_with_cuts


@settings(max_examples=60, deadline=None)
@given(graphs_with_cuts(), st.data())
def test_a_chain_of_moves_scores_what_the_whole_score_says(drawn, data):
    graph, cut = drawn
    board = Board.of(graph, cut)
    for _ in range(4):
        module = data.draw(st.sampled_from(graph.names))
        service = data.draw(st.sampled_from(("s0", "s1", "fresh")))
        preview = board.preview(module, service)
        board = board.move(module, service)
        exact = score(graph, board.partition)
        assert preview.total == pytest.approx(exact.total)
        assert board.total == pytest.approx(exact.total)
        assert dict(board.criteria) == pytest.approx(dict(exact.criteria))


def test_a_move_home_changes_nothing(shop, domains):
    board = Board.of(shop, domains)
    assert board.preview("cart", "orders").change == 0
    assert board.move("cart", "orders").partition is domains


def test_the_best_moves_come_best_first_and_leave_home_out(shop, domains):
    board = Board.of(shop, domains)
    moves = board.best_moves("shipping")
    assert moves[0][0] == "inventory"
    assert moves[0][1].change > 0
    assert "orders" not in [service for service, _ in moves]
    changes = [preview.change for _, preview in moves]
    assert changes == sorted(changes, reverse=True)


def test_an_unknown_module_cannot_move(shop, domains):
    with pytest.raises(UnknownModuleError):
        Board.of(shop, domains).move("blog", "orders")
