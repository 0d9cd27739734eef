"""What cannot be read or resolved is told with its place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decomposer.documents import DocumentError
from decomposer.importers.monolith import parse_graph
from decomposer.importers.python import load_python
from decomposer.importers.python.facts import INTEREST
from decomposer.missing import sways
from decomposer.partition import Partition
from tests.unit.decomposer.python.project import SHOP, dependencies

LOOSE = """
format_version: 1
name: loose
modules: [{name: a, capability: unknown, team: unknown, scaling: unknown},
          {name: b, capability: unknown, team: unknown, scaling: unknown},
          {name: c, capability: unknown, team: unknown, scaling: unknown}]
dependencies: [{from: a, to: b, count: 20}, {from: b, to: c}]
"""


def test_what_cannot_be_resolved_is_told_with_its_place(read):
    missing = {(Path(m.file).name, m.line, m.told) for m in read().missing}
    assert missing == {
        ("models.py", 8, "Order → settings.AUTH_USER_MODEL"),
        ("views.py", 4, "get_classes(stock.baskets)"),
        ("views.py", 5, "import_module(…)"),
    }


def test_a_setting_of_the_project_resolves_what_refers_to_it(read):
    settings = "AUTH_USER_MODEL = 'stock.Item'\n"
    found = read({**SHOP, "shop/settings.py": settings})
    assert not any("AUTH_USER_MODEL" in each.told for each in found.missing)


def test_broken_files_are_skipped_with_their_places_and_the_rest_is_read(read, tmp_path):
    broken = {
        "shop/stock/torn.py": "import shop.sales.models\ndef f(:\n",
        "shop/stock/latin.py": b"name = '\xe9'\n",
        "shop/stock/cyrillic.py": "# coding: cp1251\nname = 'имя'\n".encode("cp1251"),
        "shop/stock/data.py": b"x = 1\n" * 400_000,
    }
    (tmp_path / "code/shop").mkdir(parents=True)
    (tmp_path / "code/shop/loop").symlink_to(tmp_path / "code", target_is_directory=True)
    (tmp_path / "code/shop/gone.py").symlink_to(tmp_path / "nowhere")
    found = read({**SHOP, **broken})
    told = {(Path(p.file).name, p.line > 0, p.code) for p in found.skipped}
    assert told == {
        ("torn.py", True, "python-syntax"),
        ("latin.py", False, "not-utf8"),
        ("data.py", False, "python-too-large"),
        ("gone.py", False, "file-unreadable"),
    }
    assert found.graph.names == ("shop", "shop-sales", "shop-stock")


def test_a_broken_file_is_located_where_python_finds_the_error(read):
    plain = {"shop/stock/torn.py": "import os\nclass A:\n    def f(:\n        pass\n"}
    of_interest = {"shop/stock/torn.py": "from x import y\n\n@atomic\ndef g():\n    h(1 2)\n"}
    for files, place in ((plain, (3, 11)), (of_interest, (5, 7))):
        (problem,) = read({**SHOP, **files}).skipped
        assert (problem.line, problem.column, problem.code) == (*place, "python-syntax")


def test_a_folder_without_python_is_refused(tmp_path):
    for folder, code in ((tmp_path, "no-python"), (tmp_path / "none", "not-a-folder")):
        with pytest.raises(DocumentError) as caught:
            load_python(folder)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_missing_evidence_matters_only_where_one_more_tie_would_flip_a_boundary():
    graph = parse_graph(LOOSE.replace("c, capability: unknown", "c, capability: news"), "g").graph
    cut = Partition("cut", {"ab": ("a", "b"), "c": ("c",)})
    found = sways(graph, cut, ("a", "c"))
    assert found["c"].changes  # b already draws it
    assert (found["c"].service, found["c"].other) == ("c", "ab")
    told = "team: red, scaling: cpu}"
    apart = LOOSE.replace("team: unknown, scaling: unknown}", told, 2).replace(
        "c, capability: unknown, team: unknown", "c, capability: unknown, team: blue"
    )
    assert not sways(parse_graph(apart, "g").graph, cut, ("c",))["c"].changes


@given(st.data(), st.sampled_from(sorted(INTEREST)))
def test_whatever_an_expression_confirms_holds_the_word_that_is_looked_for_first(data, word):
    assert word in data.draw(st.from_regex(INTEREST[word]))


@pytest.mark.parametrize(
    ("name", "code", "problems"),
    [
        ("a/b.py", "from .. import c\n", [("python-beyond-top", 1, 1)]),
        (
            "a/b.py",
            "import d\nif d:\n    from . . \\\n  .c import e\n",
            [("python-beyond-top", 3, 5)],
        ),
        ("lone.py", "from . import a\n", [("python-beyond-top", 1, 1)]),
        ("a/b.py", "from . import c\n", []),
        ("a/__init__.py", "from . import b\n", []),
        ("a/b.py", '"""from .... to …"""\n', []),
        ("a/b.py", "def f(:\n    from .... import c\n", [("python-syntax", 1, 7)]),
    ],
)
def test_what_leads_above_the_top_level_package_is_told_and_left_out(read, name, code, problems):
    files = {"a/__init__.py": "", "a/c.py": "import d\n", "d.py": "", name: code}
    found = read(files, depth=2)
    assert [(p.code, p.line, p.column) for p in found.skipped] == problems
    assert ("a-c", "d", "import") in dependencies(found.graph)
