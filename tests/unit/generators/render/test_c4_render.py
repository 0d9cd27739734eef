"""C4 pictures say what the blueprint says, in both languages, and no line crosses a box."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from generators.blueprint import Blueprint, parse_blueprint
from generators.render.diagram.c4 import c4_files
from tests.shops import in_the_cloud, monolith, reference

BARE = parse_blueprint("name: shop\nservices: {order: {modules: [orders]}}\n", "blueprint.yaml")
SHOPS = {"apart": reference(), "cloud": in_the_cloud(reference()), "one": monolith(), "bare": BARE}
SVG = "{http://www.w3.org/2000/svg}"


def pictures(bp: Blueprint) -> dict[str, ET.Element]:
    return {path: ET.fromstring(text) for path, text in c4_files(bp).items()}  # noqa: S314 - our own


def words(picture: ET.Element) -> list[str]:
    return [each.text or "" for each in picture.iter(f"{SVG}text")]


def segments(picture: ET.Element) -> list[tuple[float, float, float, float]]:
    """The straight pieces of all lines."""
    found = []
    for path in picture.iter(f"{SVG}path"):
        if path.get("class") in {"call", "line", "event"}:
            points = [
                (float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path.get("d", ""))
            ]
            found += [(*one, *other) for one, other in pairwise(points)]
    return found


@pytest.mark.parametrize("shop", SHOPS)
def test_both_languages_show_the_same_shapes(shop: str):
    found = pictures(SHOPS[shop])
    for path, picture in found.items():
        if path.endswith(".en.svg"):
            other = found[path.replace(".en.", ".ru.")]
            shapes, others = (len(list(each.iter(f"{SVG}rect"))) for each in (picture, other))
            assert shapes == others
            assert words(picture) != words(other)


def test_without_a_deployment_there_is_no_picture_of_one():
    names = {path.split("/")[1].split(".")[0] for path in c4_files(BARE)}
    assert names == {"context", "containers"}


@pytest.mark.parametrize("shop", SHOPS)
def test_no_line_of_the_containers_crosses_a_box(shop: str):
    picture = pictures(SHOPS[shop])["diagrams/containers.en.svg"]
    boxes = [
        tuple(float(each.get(side, "0")) for side in ("x", "y", "width", "height"))
        for each in picture.iter(f"{SVG}rect")
        if each.get("class") in {"container", "bus"}
    ]
    assert boxes
    for x1, y1, x2, y2 in segments(picture):
        left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        for x, y, width, height in boxes:
            apart = right <= x or x + width <= left or bottom <= y or y + height <= top
            assert apart, ((x1, y1, x2, y2), (x, y, width, height))


@pytest.mark.parametrize("shop", SHOPS)
def test_everything_stands_on_the_page(shop: str):
    for path, picture in pictures(SHOPS[shop]).items():
        width, height = float(picture.get("width", 0)), float(picture.get("height", 0))
        for each in picture.iter(f"{SVG}rect"):
            right = float(each.get("x", 0)) + float(each.get("width", 0))
            bottom = float(each.get("y", 0)) + float(each.get("height", 0))
            assert right <= width, path
            assert bottom <= height, path


def test_calls_and_events_are_those_of_the_blueprint():
    picture = pictures(reference())["diagrams/containers.en.svg"]
    told = {each.text for each in picture.iter(f"{SVG}title")}
    assert "order calls payment and waits for the answer" in told
    assert "payment calls order and waits for the answer" not in told
    assert "order reads: payments, reservations, shipments" in told


def test_a_deployment_says_how_many_replicas_each_environment_has():
    found = words(pictures(in_the_cloud(reference()))["diagrams/deployment.en.svg"])
    assert found.count("1 replica") == len(reference().services)
    assert "2 to 6 replicas" in found
    assert "[run by AWS, with a standby]" in found


def test_a_name_with_signs_of_markup_stays_a_name():
    odd = BARE.model_copy(update={"name": 'a<b>&"c"'})
    for path, picture in pictures(odd).items():
        assert any('a<b>&"c"' in text for text in words(picture)), path


def test_two_runs_give_the_same_bytes():
    assert c4_files(reference()) == c4_files(reference())
