"""The pictures of the shop's reference cut, line for line.

After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/golden/decomposer`, and look at them.
"""

import os
from pathlib import Path

import pytest

from content.messages import Language, messages
from content.monolith import monolith_path, partition_path
from decomposer.importers.boundaries import load_boundaries
from decomposer.importers.monolith import load_graph
from workbench.usecases.boundaries import drawing

FOLDER = Path(__file__).parent
PICTURES = [("graph", "en"), ("matrix", "en"), ("matrix", "ru"), ("map", "en"), ("map", "ru")]


@pytest.mark.parametrize(("picture", "language"), PICTURES)
def test_the_shop_is_drawn_as_agreed(picture, language):
    graph = load_graph(monolith_path())
    cut = load_boundaries(partition_path("reference"), graph)
    text = drawing(graph, cut, picture, messages(Language(language)))
    agreed = FOLDER / f"{picture}.{language}.svg"
    if os.environ.get("UPDATE_GOLDEN"):
        agreed.write_text(text, encoding="utf-8")
    assert text == agreed.read_text(encoding="utf-8")
