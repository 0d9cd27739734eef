"""Python code becomes a graph: its modules, its couplings and their places."""

import os
import subprocess
import sys

from decomposer.importers.imported import dump_graph
from decomposer.importers.monolith import parse_graph
from decomposer.importers.python import load_python
from decomposer.importers.python.places import MOST
from tests.unit.decomposer.python.project import SHOP, dependencies

DUMP = """
import sys
from pathlib import Path
from decomposer.importers.imported import dump_graph
from decomposer.importers.python import load_python
sys.stdout.write(dump_graph(load_python(Path(sys.argv[1])).graph))
"""


def test_the_apps_of_a_django_project_are_the_modules(read):
    assert read().graph.names == ("shop", "shop-sales", "shop-stock")


def test_how_the_modules_were_found_is_told_where_nobody_said(read):
    assert {g.code: g.params for g in read().gaps}["grain"] == {"modules": 3, "files": 9}
    assert "grain" not in {gap.code for gap in read(depth=2).gaps}


def test_imports_and_loads_by_name_are_counted_apart(read):
    assert dependencies(read().graph) == {
        ("shop-sales", "shop-stock", "import"): 1,
        ("shop", "shop-sales", "loader"): 2,
        ("shop", "shop-stock", "loader"): 1,
        ("shop-sales", "shop-stock", "loader"): 1,
    }


def test_every_coupling_says_where_the_code_has_it(read):
    graph = read().graph
    said = {(d.source, d.target, d.kind): d.places for d in graph.dependencies}
    assert said == {
        ("shop-sales", "shop-stock", "import"): ("shop/sales/models.py:2",),
        ("shop", "shop-sales", "loader"): ("shop/settings.py:1", "shop/urls.py:1"),
        ("shop", "shop-stock", "loader"): ("shop/settings.py:1",),
        ("shop-sales", "shop-stock", "loader"): ("shop/sales/views.py:3",),
    }
    assert [r.places for r in graph.relations] == [("shop/sales/models.py:7",)]
    assert [g.places for g in graph.groups] == [("shop/sales/views.py:7",)]


def test_of_many_places_the_first_are_kept_and_all_are_counted(read):
    views = "".join("from shop.stock import models\n" for _ in range(9))
    (found,) = (
        d
        for d in read({**SHOP, "shop/sales/views.py": views}).graph.dependencies
        if (d.source, d.kind) == ("shop-sales", "import")
    )
    assert found.count == 10
    assert found.places == (
        "shop/sales/models.py:2",
        *(f"shop/sales/views.py:{line}" for line in range(1, MOST)),
    )


def test_a_depth_below_the_deepest_makes_each_file_a_module(read):
    names = read(depth=9).graph.names
    assert "shop-sales-models" in names
    assert len(names) == len(SHOP) - 1


def test_a_package_called_like_one_of_ours_is_not_mistaken_for_it(read):
    files = {"decomposer/__init__.py": "", "decomposer/a.py": "import decomposer.b"}
    found = read({**files, "decomposer/b.py": ""}, depth=2)
    assert found.graph.names == ("decomposer", "decomposer-a", "decomposer-b")
    assert dependencies(found.graph) == {("decomposer-a", "decomposer-b", "import"): 1}


def test_an_imported_graph_is_a_graph_like_any_other(read):
    graph = read().graph
    assert parse_graph(dump_graph(graph), "graph.yaml").graph == graph


def test_progress_is_told_up_to_the_end(read, tmp_path):
    read()
    told: list[tuple[int, int]] = []
    load_python(tmp_path / "code", advanced=lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1] > 0
    assert told == sorted(told)


def test_the_same_code_becomes_the_same_graph_whatever_the_order_of_sets(read, tmp_path):
    names = "abcdefgh"
    imports = "".join(f"import {name}.models\n" for name in names)
    read({f"{name}/{file}.py": imports for name in names for file in ("__init__", "models")})
    graphs = {
        subprocess.run(
            [sys.executable, "-c", DUMP, str(tmp_path / "code")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(graphs) == 1
    assert graphs.pop().count(b"from: ") == len(names) * (len(names) - 1)
