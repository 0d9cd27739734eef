from decomposer.criteria.changes import changes
from decomposer.graph import UNKNOWN, MonolithGraph
from decomposer.importers.history import SWEEPING, Commit, graph_of_history
from decomposer.importers.imported import dump_graph, untold_module
from decomposer.importers.monolith import parse_graph
from decomposer.knowledge import Characteristics, CoChange, Level

COMMITS = (
    Commit("ann@x", ("src/shop/sales/a.py", "src/shop/stock/b.py")),
    Commit("ann@x", ("src/shop/sales/a.py", "src/shop/sales/c.py")),
    Commit("bob@x", ("src/shop/stock/b.py", "README.md")),
    Commit("eve@x", tuple(f"src/shop/sales/{i}.py" for i in range(SWEEPING + 1))),
)
SHOP = MonolithGraph(
    name="shop",
    modules=(
        untold_module("sales", "shop.sales"),
        untold_module("stock", "shop.stock").model_copy(update={"team": "depot"}),
    ),
)


def test_what_is_committed_together_is_counted_by_module():
    graph = graph_of_history(COMMITS, "shop", SHOP).graph
    assert [(c.modules, c.commits) for c in graph.changes] == [(("sales", "stock"), 1)]


def test_sweeping_commits_are_left_out_and_counted():
    found = {gap.code: gap.params for gap in graph_of_history(COMMITS, "shop", SHOP).gaps}
    assert found["commits-sweeping"] == {"commits": 1, "files": SWEEPING}
    assert found["history-read"] == {"commits": 4, "modules": 2}


def test_authors_are_teams_without_names_and_what_was_told_is_kept():
    graph = graph_of_history(COMMITS, "shop", SHOP).graph
    assert [module.team for module in graph.modules] == ["author-1", "depot"]
    assert "ann" not in dump_graph(graph)


def test_authors_are_named_only_when_asked_for():
    graph = graph_of_history(COMMITS, "shop", SHOP, named=True).graph
    assert graph.modules[0].team == "ann"


def test_nobody_owns_what_two_change_equally():
    open_shop = graph_of_history(COMMITS, "shop", depth=3).graph
    assert {m.title.en: m.team for m in open_shop.modules if m.title} == {
        "src/shop/sales": "author-1",
        "src/shop/stock": UNKNOWN,
    }


def test_volatility_is_told_against_the_median_module_and_never_overwritten():
    often = (*COMMITS, *[Commit("ann@x", ("src/shop/sales/a.py",))] * 20)
    graph = graph_of_history(often, "shop", SHOP).graph
    levels = [module.characteristics.structural_volatility for module in graph.modules]
    assert levels == [Level.NORMAL, Level.LOW]
    known = Characteristics(structural_volatility=Level.HIGH)
    told = tuple(m.model_copy(update={"characteristics": known}) for m in SHOP.modules)
    kept = graph_of_history(often, "shop", SHOP.model_copy(update={"modules": told})).graph
    assert {m.characteristics.structural_volatility for m in kept.modules} == {Level.HIGH}


def test_a_pair_that_is_already_told_is_kept():
    told = SHOP.model_copy(update={"changes": (CoChange(modules=("stock", "sales"), commits=9),)})
    (change,) = graph_of_history(COMMITS, "shop", told).graph.changes
    assert change.commits == 9


def test_an_enriched_graph_is_a_graph_like_any_other():
    graph = graph_of_history(COMMITS, "shop", SHOP).graph
    assert parse_graph(dump_graph(graph), "graph.yaml").graph == graph


def test_a_commit_is_shared_out_among_the_modules_that_it_touched():
    crowd = Commit("a@x", ("stock/a.py", "sales/b.py", "mail/c.py"))
    two = Commit("a@x", ("stock/a.py", "sales/b.py"))
    graph = graph_of_history([crowd, two], "shop", depth=1).graph
    shared = {each.modules: (each.commits, each.shared) for each in graph.changes}
    assert shared == {
        ("mail", "sales"): (1, 0.5),
        ("mail", "stock"): (1, 0.5),
        ("sales", "stock"): (2, 1.5),
    }
    weights = {each.modules: each.weight for each in changes(graph)}
    assert weights["sales", "stock"] == 1.5
