"""What the decomposer says about the shop, word for word.

After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/golden/decomposer`, and read the diff.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.messages import Language, Messages, messages
from content.monolith import monolith_path, partition_path
from decomposer.explain import arguments, compare, move
from decomposer.graph import MonolithGraph
from decomposer.importers.boundaries import load_boundaries
from decomposer.importers.monolith import load_graph
from decomposer.score import score

FOLDER = Path(__file__).parent


def report(graph: MonolithGraph, words: Messages) -> Iterator[str]:
    cuts = {
        name: load_boundaries(partition_path(name), graph)
        for name in ("monolith", "domains", "reference")
    }
    for name, cut in cuts.items():
        yield f"# {name}"
        for penalty in score(graph, cut).penalties[:12]:
            yield f"{-penalty.points:+.2f} " + words.text(
                f"penalty-{penalty.code}", **penalty.params
            )
    domains = cuts["domains"]
    told = {
        "payments out of orders": move(graph, domains, "payments", "payments"),
        "cart to catalog": move(graph, domains, "cart", "catalog"),
        "domains to reference": compare(graph, domains, cuts["reference"]),
        "reference to domains": compare(graph, cuts["reference"], domains),
    }
    for title, differences in told.items():
        yield f"# {title}"
        for difference in differences:
            sentence = words.text(f"difference-{difference.code}", **difference.params)
            yield f"{difference.points:+.2f} {sentence}"
    yield "# orders and payments"
    for argument in arguments(graph, "orders", "payments"):
        yield f"{argument.direction.value} " + words.text(
            f"argument-{argument.code}", **argument.params
        )


@pytest.mark.parametrize("language", list(Language))
def test_the_shop_is_explained_as_agreed(language: Language):
    text = "\n".join(report(load_graph(monolith_path()), messages(language))) + "\n"
    agreed = FOLDER / f"sentences.{language.value}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        agreed.write_text(text, encoding="utf-8")
    assert text == agreed.read_text(encoding="utf-8")
