"""What is rendered is complete, deterministic, and nothing before its section is chosen."""

import pytest

from content.messages import Language, messages
from generators.blueprint import Blueprint, parse_blueprint
from generators.render import KINDS, UnknownKindError, render
from tests.shops import in_the_cloud, monolith, reference

WEEK_15 = parse_blueprint("name: shop\nservices: {order: {modules: [orders]}}\n", "blueprint.yaml")


@pytest.mark.parametrize("bp", [reference(), monolith(), WEEK_15], ids=["apart", "one", "week-15"])
def test_the_same_blueprint_gives_the_same_bytes(bp: Blueprint):
    assert render(bp) == render(bp)


def test_the_kinds_share_no_file_and_together_are_everything():
    bp = in_the_cloud(reference())
    by_kind = [set(render(bp, [kind])) for kind in KINDS]
    assert all(by_kind)
    assert sum(map(len, by_kind)) == len(set.union(*by_kind))
    assert set.union(*by_kind) == set(render(bp))


def test_a_section_that_is_not_chosen_yet_has_no_files():
    folders = {path.partition("/")[0] for path in render(WEEK_15)}
    assert folders == {"services", "compose.yaml", "compose", "diagrams"}


def test_every_file_ends_with_a_line_end():
    for path, text in render(reference()).items():
        assert text.endswith("\n"), path


def test_no_template_leaves_a_place_unfilled():
    for path, text in render(reference(), ["services"]).items():
        assert "{%" not in text, path
        assert "{{" not in text, path


def test_an_unknown_kind_is_refused_in_words_of_both_languages():
    with pytest.raises(UnknownKindError) as caught:
        render(WEEK_15, ["kubernets"])
    for language in Language:
        text = messages(language, "generate").text("generate-unknown-kind", **caught.value.params)
        assert "kubernets" in text
        assert "kubernetes" in text
