"""The picture shows what the blueprint says, the same on every machine."""

from generators.render import render
from generators.render.diagram.drawing import dot_source
from tests.shops import monolith, reference


def test_the_picture_refers_to_no_file_of_this_machine():
    picture = render(reference(), ["diagram"])["diagrams/architecture.svg"]
    assert "data:image/png;base64," in picture
    assert ".png" not in picture


def test_services_stand_in_their_teams_and_calls_between_them():
    dot = dot_source(reference())
    assert 'subgraph "cluster_order-team"' in dot
    assert '"service-order" -> "service-payment"' in dot
    assert '"service-payment" -> "service-order"' not in dot


def test_a_monolith_is_one_box_without_a_broker():
    dot = dot_source(monolith())
    assert dot.count("service-shop") == 2  # the box, and the arrow from the gateway
    assert "broker" not in dot
