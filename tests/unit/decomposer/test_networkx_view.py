from decomposer.importers.monolith import parse_graph
from decomposer.networkx_view import bottlenecks, islands, service_cycles, to_networkx
from decomposer.partition import Partition, monolith

TWO_ISLANDS = """\
name: two
modules:
  - {name: a, capability: x, team: t, scaling: cpu, entities: [e-a]}
  - {name: b, capability: x, team: t, scaling: cpu, entities: [e-b]}
  - {name: c, capability: x, team: t, scaling: cpu, entities: [e-c]}
  - {name: d, capability: x, team: t, scaling: cpu, entities: [e-d]}
use_cases:
  - name: chain
    frequency_per_1000: 1
    entry: a
    calls:
      - {from: a, to: b, access: read, entities: [e-b]}
      - {from: b, to: c, access: read, entities: [e-c]}
  - name: alone
    frequency_per_1000: 1
    entry: d
"""


def test_nodes_and_edges_carry_what_is_known_of_them(shop):
    view = to_networkx(shop)
    assert view.number_of_nodes() == 24
    assert view.number_of_edges() == len(shop.edges)
    assert view.nodes["payments"]["sensitivity"] == "cards"
    assert view.edges["orders", "payments"]["calls_per_1000"] == 17


def test_modules_that_no_call_connects_are_islands(shop):
    graph = parse_graph(TWO_ISLANDS, "g.yaml").graph
    assert islands(graph) == (frozenset("abc"), frozenset("d"))
    assert len(islands(shop)) == 1


def test_the_module_in_the_middle_is_the_bottleneck(shop):
    graph = parse_graph(TWO_ISLANDS, "g.yaml").graph
    name, share = bottlenecks(graph)[0]
    assert name == "b"
    assert share > 0
    assert bottlenecks(shop)[0][0] == "orders"


def test_services_that_wait_for_each_other_are_found(shop, reference):
    (circle,) = service_cycles(shop, reference)
    assert {"order", "payment", "shipping"} <= circle
    assert "notification" not in circle
    assert service_cycles(shop, monolith(shop.names)) == ()


def test_a_chain_is_no_circle():
    graph = parse_graph(TWO_ISLANDS, "g.yaml").graph
    apart = Partition("x", {"s": ("a",), "t": ("b",), "u": ("c", "d")})
    assert service_cycles(graph, apart) == ()
