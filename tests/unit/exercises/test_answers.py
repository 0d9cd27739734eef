"""Reading the learner's files, and putting sections into a blueprint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decomposer.documents import DocumentError
from exercises.answer import read_answer, section_of, splice_section, without_section
from exercises.definition import Definition

BLUEPRINT = """\
# my shop
format_version: 1
name: shop

# what is deployed
services:
  user:  # accounts
    modules: [profiles]

# the door
gateway:
  routes: []
  # nothing else yet

# how a checkout stays consistent
transactions:
  checkout: acid
"""
SECTION = """\
gateway:
  # mine
  routes:
    - {prefix: /api, service: user}
"""


def test_a_section_replaces_its_namesake_and_nothing_else():
    spliced = splice_section(BLUEPRINT, SECTION)
    assert spliced == BLUEPRINT.replace("gateway:\n  routes: []\n  # nothing else yet\n", SECTION)


def test_comments_of_other_sections_stay():
    spliced = splice_section(BLUEPRINT, SECTION)
    for comment in ("# my shop", "# accounts", "# the door", "# how a checkout stays consistent"):
        assert comment in spliced


def test_a_new_section_is_appended():
    spliced = splice_section(BLUEPRINT, "mesh:\n  mtls: strict\n")
    assert spliced == f"{BLUEPRINT}\nmesh:\n  mtls: strict\n"


def test_several_sections_are_put_in_at_once():
    spliced = splice_section(BLUEPRINT, f"{SECTION}transactions:\n  checkout: two-phase-commit\n")
    assert section_of(spliced, "gateway") == SECTION
    assert section_of(spliced, "transactions") == "transactions:\n  checkout: two-phase-commit\n"


def test_a_broken_old_section_can_still_be_replaced():
    broken = BLUEPRINT.replace("routes: []", "routes: [")
    assert splice_section(broken, SECTION) == splice_section(BLUEPRINT, SECTION)


def test_a_section_that_is_absent_is_none():
    assert section_of(BLUEPRINT, "mesh") is None


def test_a_section_taken_out_leaves_the_others():
    without = without_section(BLUEPRINT, "gateway")
    assert section_of(without, "gateway") is None
    assert section_of(without, "services") == section_of(BLUEPRINT, "services")


KEYS = st.sampled_from(["services", "gateway", "mesh", "events"])
LINES = st.lists(st.sampled_from(["  a: 1", "  # inside", "  b: [x, y]", ""]), max_size=4)


@st.composite
def blueprints(draw):
    keys = draw(st.lists(KEYS, unique=True, max_size=4))
    parts = [
        "\n".join([draw(st.sampled_from(["", "# above"])), f"{key}:", *draw(LINES)]) for key in keys
    ]
    return "\n".join(parts) + "\n"


@given(blueprints(), KEYS, LINES)
def test_splicing_twice_is_splicing_once(blueprint, key, lines):
    section = "\n".join([f"{key}:", *lines]) + "\n"
    once = splice_section(blueprint, section)
    assert splice_section(once, section) == once


@given(blueprints(), KEYS, LINES)
def test_other_sections_are_untouched(blueprint, key, lines):
    spliced = splice_section(blueprint, "\n".join([f"{key}:", *lines]) + "\n")
    for other in ("services", "gateway", "mesh", "events"):
        if other != key:
            assert section_of(spliced, other) == section_of(blueprint, other)


def definition(**keys):
    return Definition.model_validate(
        {"id": "x", "chapter": "4.1", "kind": "static", "minutes": 5, "wrong": [], **keys}
    )


def test_every_missing_file_is_reported(tmp_path):
    with pytest.raises(DocumentError) as caught:
        read_answer(definition(files=["a.yaml", "b/c.yaml"]), tmp_path)
    assert [problem.file for problem in caught.value.problems] == ["a.yaml", "b/c.yaml"]
    assert {problem.code for problem in caught.value.problems} == {"file-not-found"}


def test_sections_are_read_from_the_blueprint(tmp_path):
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)
    assert read_answer(definition(sections=["gateway"]), tmp_path).text("blueprint.yaml")


def test_a_file_that_is_not_text_is_a_problem_not_a_crash(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentError) as caught:
        read_answer(definition(files=["a.yaml"]), tmp_path)
    assert caught.value.problems[0].code == "not-utf8"
