from decomposer.graph import UNKNOWN, Module, MonolithGraph, Scaling
from generators.blueprint.proposal.from_graph import module_facts


def test_what_the_graph_does_not_know_is_left_to_the_blueprints_defaults():
    modules = (
        Module(name="orders", capability=UNKNOWN, team=UNKNOWN, scaling=Scaling.UNKNOWN),
        Module(name="stock", capability="goods", team="b", scaling=Scaling.CPU),
    )
    facts = module_facts(MonolithGraph(name="shop", modules=modules, use_cases=()))
    assert (facts["orders"].team, facts["orders"].scaling) == ("", "balanced")
    assert (facts["stock"].team, facts["stock"].scaling) == ("b", "cpu")


def test_what_the_shops_own_modules_ask_is_known_beside_what_the_graph_says():
    modules = tuple(
        Module(name=name, capability=UNKNOWN, team=UNKNOWN, scaling=Scaling.UNKNOWN)
        for name in ("reviews", "products")
    )
    facts = module_facts(MonolithGraph(name="shop", modules=modules, use_cases=()))
    assert facts["reviews"].calls == ("products",)
