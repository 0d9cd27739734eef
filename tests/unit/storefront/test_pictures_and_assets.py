"""Drawings and files under names that change with their content."""

from xml.etree import ElementTree as ET

import pytest

from labs.commerce.companions.storefront.assets import FOR_EVER, Assets
from labs.commerce.companions.storefront.pictures import VIEWS, picture_url, respond
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.seed.catalogue import CATEGORIES


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("category", [*(c.slug for c in CATEGORIES), "new-category"])
def test_every_product_has_its_pictures(category, view):
    name = picture_url(category, 13, view).rpartition("/")[2]
    answer = respond(name)
    assert ET.fromstring(answer.body).tag.endswith("svg")  # noqa: S314 - our own drawing
    assert answer.headers["cache-control"] == FOR_EVER
    assert "date" in answer.headers


def test_series_are_told_apart_by_their_colours():
    first, second = (respond(picture_url("lamps", n).rpartition("/")[2]).body for n in (1, 2))
    assert first != second


@pytest.mark.parametrize(
    "name", ["", "frame-0-front.x.svg", "lamps-0-front.0.svg", "lamps-99-front.svg", "../module.py"]
)
def test_no_other_picture_is_there(name):
    with pytest.raises(NotFoundError):
        respond(name)


def test_a_file_changes_its_name_with_its_content():
    old, new = Assets({"shop.css": b"a"}), Assets({"shop.css": b"b"})
    assert old.url("shop.css") != new.url("shop.css")
    assert new.respond(new.url("shop.css").rpartition("/")[2]).body == b"b"
    with pytest.raises(NotFoundError):
        new.respond(old.url("shop.css").rpartition("/")[2])
