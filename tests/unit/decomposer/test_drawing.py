import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from content.messages import Language, messages
from decomposer.drawing import draw_context_map, draw_dot, draw_matrix, draw_svg
from decomposer.partition import Partition, monolith, singletons
from tests.unit.decomposer.graphs import graphs, packages

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = (draw_svg, draw_matrix, draw_context_map)


def words(code: str, **params: object) -> str:
    return messages(Language.EN, "drawing").text(f"drawing-{code}", **params)


def texts(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", [draw_svg, draw_context_map])
def test_the_svg_names_every_service_and_every_module(draw, shop, reference):
    assert {*reference.services, *shop.names} <= set(texts(draw(shop, reference, words)))


def test_the_matrix_numbers_every_module_at_both_sides(shop, reference):
    told = texts(draw_matrix(shop, reference, words))
    for module in shop.names:
        assert len([t for t in told if module in t.split()]) == 2


def test_the_matrix_has_a_cell_for_every_coupling_with_its_rate(shop, reference):
    told = texts(draw_matrix(shop, reference, words))
    assert [t for t in told if t.isdigit()] == [
        f"{edge.calls_per_1000 + edge.deferred_per_1000:.0f}" for edge in shop.edges
    ]


def test_the_matrix_says_when_no_call_leads_back(shop):
    whole = draw_matrix(shop, monolith(shop.names), words)
    assert "No call leads back" in whole
    assert "No call leads back" not in draw_matrix(shop, singletons(shop.names), words)


def test_the_map_warns_of_data_that_two_contexts_change_in_one_transaction(shop, reference):
    drawn = draw_context_map(shop, reference, words)
    assert drawn.count('class="kernel"') == 6
    assert "order and shipping change" in drawn


def test_no_context_of_the_map_covers_another(shop):
    root = ET.fromstring(draw_context_map(shop, singletons(shop.names), words))  # noqa: S314 - our own drawing
    frames = frames_of(root)
    assert len(frames) == 24
    for i, (x, y, w, h) in enumerate(frames):
        for u, v, s, t in frames[:i]:
            assert x + w <= u or u + s <= x or y + h <= v or v + t <= y


def frames_of(root: ET.Element) -> list[tuple[float, ...]]:
    return [
        tuple(float(r.get(key, 0)) for key in ("x", "y", "width", "height"))
        for r in root.iter(f"{SVG}rect")
        if r.get("class") == "service"
    ]


@pytest.mark.parametrize("draw", PICTURES)
@settings(max_examples=20, deadline=None)
@given(graph=graphs(most=5))
def test_any_graph_can_be_drawn(draw, graph):
    for cut in (monolith(graph.names), singletons(graph.names)):
        drawn = ET.fromstring(draw(graph, cut, words))  # noqa: S314 - our own drawing
        assert drawn.tag == f"{SVG}svg"
        assert set(cut.services) <= {part.text for part in drawn.iter()}


def test_one_service_has_no_arrows_and_several_have_some(shop, reference):
    assert 'class="call"' not in draw_svg(shop, monolith(shop.names), words)
    assert 'class="call"' in draw_svg(shop, reference, words)
    assert 'class="event"' in draw_svg(shop, reference, words)


def test_everything_stands_on_the_sheet(shop, domains):
    root = ET.fromstring(draw_svg(shop, domains, words))  # noqa: S314 - our own drawing
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    frames = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "service"]
    assert len(frames) == 6
    for frame in frames:
        x, y, w, h = (float(frame.get(key, 0)) for key in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height


def test_services_do_not_cover_each_other(shop, reference):
    root = ET.fromstring(draw_svg(shop, reference, words))  # noqa: S314 - our own drawing
    frames = frames_of(root)
    assert len(frames) == len(reference.services)
    for i, (x, y, w, h) in enumerate(frames):
        for u, v, s, t in frames[:i]:
            assert x + w <= u or u + s <= x or y + h <= v or v + t <= y


def test_names_are_escaped(shop):
    odd = Partition("a<b", {"x&y": shop.names})
    assert "x&y" in texts(draw_svg(shop, odd, words))


def test_the_dot_has_a_cluster_per_service_and_an_arrow_per_coupling(shop, reference):
    dot = draw_dot(shop, reference, words)
    assert dot.count("subgraph") == 11
    assert len(re.findall(r"->", dot)) == len(shop.edges)
    assert dot.count("{") == dot.count("}")


@pytest.mark.parametrize("draw", PICTURES)
def test_a_drawing_is_the_same_every_time(draw, shop, reference):
    assert draw(shop, reference, words) == draw(shop, reference, words)


def test_no_two_arrows_meet_a_frame_at_the_same_place(shop, reference):
    root = ET.fromstring(draw_svg(shop, reference, words))  # noqa: S314 - our own drawing
    arrows = [
        p.get("d", "") for p in root.iter(f"{SVG}path") if p.get("class") in {"call", "event"}
    ]
    ends = [end for d in arrows for end in (d[1:].split("C")[0], " ".join(d.split()[-2:]))]
    assert len(ends) == len(set(ends)) == 2 * len(arrows)


@pytest.mark.parametrize("draw", [draw_svg, draw_matrix])
@pytest.mark.parametrize("language", Language)
def test_of_very_many_modules_services_are_drawn_and_what_is_left_out_is_said(draw, language):
    graph = packages(60, 10)
    cut = Partition(
        "packages",
        {f"p{n}": tuple(m for m in graph.names if m.startswith(f"p{n}-")) for n in range(60)},
    )
    svg = draw(graph, cut, messages_of(language))
    told = " ".join(texts(svg))
    assert svg.count('<path class="call"') in (0, 60)
    assert all(each in told for each in ("40", "60"))
    assert messages_of(language)("sketch-held", service="p0", modules=10) in texts(
        draw_svg(graph, cut, messages_of(language))
    )


def messages_of(language):
    found = messages(language, "drawing")
    return lambda code, **params: found.text(f"drawing-{code}", **params)


def test_where_no_use_case_tells_calls_the_code_is_drawn_and_that_is_said():
    graph = packages(2, 4)
    cut = Partition(
        "packages", {p: tuple(m for m in graph.names if m.startswith(p)) for p in ("p0", "p1")}
    )
    crossing = [d for d in graph.dependencies if d.source[:2] != d.target[:2]]
    for draw in PICTURES:
        svg = draw(graph, cut, words)
        assert words("sketch-code")[:30] in " ".join(texts(svg))
    arrows = len({(d.source[:2], d.target[:2]) for d in crossing})
    assert draw_svg(graph, cut, words).count('<path class="call"') == arrows > 0
    assert draw_dot(graph, cut, words).count("->") == len(graph.dependencies)


def test_of_many_contexts_those_with_most_between_them_are_mapped():
    graph = packages(60, 10)
    cut = Partition("each", {f"s{at}": (name,) for at, name in enumerate(graph.names)})
    told = texts(draw_context_map(graph, cut, words))
    assert len([each for each in told if re.fullmatch(r"s\d+", each)]) == 24
    assert any("24 of 600" in each for each in told)
