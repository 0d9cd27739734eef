import re
from xml.etree import ElementTree as ET

import pytest

from decomposer.drawing import draw_dot, draw_svg
from decomposer.partition import Partition, monolith

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_the_svg_names_every_service_and_every_module(shop, reference):
    assert sorted(texts(draw_svg(shop, reference))) == sorted((*reference.services, *shop.names))


def test_one_service_has_no_arrows_and_several_have_some(shop, reference):
    assert 'class="call"' not in draw_svg(shop, monolith(shop.names))
    assert 'class="call"' in draw_svg(shop, reference)
    assert 'class="event"' in draw_svg(shop, reference)


def test_everything_stands_on_the_sheet(shop, domains):
    root = ET.fromstring(draw_svg(shop, domains))  # noqa: S314 - our own drawing
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
    root = ET.fromstring(draw_svg(shop, reference))  # noqa: S314 - our own drawing
    frames = [
        tuple(float(r.get(key, 0)) for key in ("x", "y", "width", "height"))
        for r in root.iter(f"{SVG}rect")
        if r.get("class") == "service"
    ]
    assert len(frames) == len(reference.services)
    for i, (x, y, w, h) in enumerate(frames):
        for u, v, s, t in frames[:i]:
            assert x + w <= u or u + s <= x or y + h <= v or v + t <= y


def test_names_are_escaped(shop):
    odd = Partition("a<b", {"x&y": shop.names})
    assert "x&y" in texts(draw_svg(shop, odd))


def test_the_dot_has_a_cluster_per_service_and_an_arrow_per_coupling(shop, reference):
    dot = draw_dot(shop, reference)
    assert dot.count("subgraph") == 11
    assert len(re.findall(r"->", dot)) == len(shop.edges)
    assert dot.count("{") == dot.count("}")


@pytest.mark.parametrize("draw", [draw_dot, draw_svg])
def test_a_drawing_is_the_same_every_time(draw, shop, reference):
    assert draw(shop, reference) == draw(shop, reference)
