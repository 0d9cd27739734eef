"""A line of a generated file leads to the lines of the blueprint that made it so."""

import pytest

from decomposer.documents import parse_yaml
from generators.blueprint import parse_blueprint
from generators.blueprint.places import path_of, position, stands
from generators.render import reasons, render
from generators.render.reasons import Origins

TEXT = """\
name: shop
services:
  order:
    modules: [orders]
    store: postgresql
  payment: {modules: [payments], store: valkey}
communication:
  edges:
    - {caller: order, callee: payment}
    - {caller: payment, callee: order, style: async}
gateway:
  routes:
    - {prefix: /api/v1/orders, service: order}
    - {prefix: /api/v1.5/pay, service: payment}
"""
SOURCE = parse_yaml(TEXT, "blueprint.yaml")


@pytest.mark.parametrize(
    ("place", "line_and_column"),
    [
        ("services.order.store", (5, 5)),
        ("services.payment.store", (6, 34)),
        ("communication.edges[payment → order]", (10, 7)),
        ("gateway.routes[/api/v1.5/pay].service", (14, 31)),
        ("gateway.routes[/api/v1/none]", None),
        ("gateway.limits", None),
        ("services.order.modules[0]", (4, 15)),
    ],
)
def test_a_place_is_found_in_the_text(place: str, line_and_column: tuple[int, int] | None):
    assert position(SOURCE, place) == line_and_column
    assert stands(SOURCE.data, place) is (line_and_column is not None)


def test_a_place_that_does_not_stand_leads_as_far_as_the_document_goes():
    assert path_of(SOURCE.data, "services.order.replicas") == ("services", "order")


def origins() -> Origins:
    bp = parse_blueprint(TEXT, "blueprint.yaml")
    return Origins(SOURCE, render(bp, ["compose"]), reasons(bp, ["compose"]))


def line_of(text: str, wanted: str) -> int:
    return text.splitlines().index(wanted) + 1


def test_a_line_names_its_closest_reason_first():
    known = origins()
    line = line_of(known.files["compose.yaml"], "    depends_on:") + 1
    codes = [origin.mark.code for origin in known.of_line("compose.yaml", line)]
    assert codes[:2] == ["healthy-first", "confined"]


def test_a_line_names_the_lines_of_the_blueprint():
    known = origins()
    line = line_of(known.files["compose.yaml"], "    image: valkey/valkey:9")
    (choice,) = known.of_line("compose.yaml", line)[0].choices
    assert (choice.place, choice.line, choice.column) == ("services.payment.store", 6, 34)


def test_a_line_that_moved_by_hand_edits_and_comments_keeps_its_origin():
    known = origins()
    moved = "# mine\n# why: a comment\n" + known.files["compose.yaml"]
    line = line_of(moved, "    image: valkey/valkey:9")
    assert known.of_line("compose.yaml", line, moved) == known.of_line("compose.yaml", line - 2)


def test_a_line_added_by_hand_belongs_where_it_was_put():
    known = origins()
    image = "    image: valkey/valkey:9\n"
    edited = known.files["compose.yaml"].replace(image, f"{image}    mem_limit: 1g\n")
    added = line_of(edited, "    mem_limit: 1g")
    assert known.of_line("compose.yaml", added, edited)[0].mark.code == "store"


def test_a_file_that_nobody_explains_has_no_origins():
    assert origins().of_line("nowhere.yaml", 1, "text\n") == ()
