"""A made-up Django project and a SQLAlchemy one: what is read, and what is said to be unknown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decomposer.documents import DocumentError
from decomposer.importers.imported import dump_graph
from decomposer.importers.monolith import parse_graph
from decomposer.importers.python import load_python
from decomposer.importers.python.facts import INTEREST
from decomposer.importers.python.places import MOST
from decomposer.missing import sways
from decomposer.partition import Partition

SHOP = {
    "shop/__init__.py": "",
    "shop/settings.py": "INSTALLED_APPS = ['shop.sales', 'shop.stock', 'django.contrib.auth']\n",
    "shop/urls.py": "urlpatterns = [path('s/', include('shop.sales.urls'))]\n",
    "shop/stock/__init__.py": "",
    "shop/stock/models.py": "class Item(models.Model):\n    name = models.CharField()\n",
    "shop/sales/__init__.py": "",
    "shop/sales/urls.py": "",
    "shop/sales/models.py": """
from shop.stock.models import Item
class Base(models.Model):
    class Meta:
        abstract = True
class Order(Base):
    item = models.ForeignKey("stock.Item", on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
class Line(Base):
    order = models.ForeignKey("Order", on_delete=models.CASCADE)
""",
    "shop/sales/views.py": """
from .models import Order
Item = get_model("stock", "Item")
Basket, Line = get_classes("stock.baskets", ["Basket", "Line"])
plugin = import_module(name)
def view():
    with transaction.atomic():
        Order.objects.create(); Item.objects.update()
""",
    "shop/sales/tests/test_all.py": "import shop.stock.models\n",
}


@pytest.fixture
def read(tmp_path):
    def read(files=SHOP, depth=None):
        for name, text in files.items():
            file = tmp_path / "code" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_python(tmp_path / "code", depth)

    return read


def dependencies(graph):
    return {(d.source, d.target, d.kind): d.count for d in graph.dependencies}


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


def test_a_relation_of_several_kinds_says_where_the_strongest_stands(read):
    models = SHOP["shop/sales/models.py"].replace(
        "    user =",
        '    gift = models.ForeignKey("stock.Item", on_delete=models.PROTECT)\n    user =',
    )
    (relation,) = read({**SHOP, "shop/sales/models.py": models}).graph.relations
    assert (relation.kind, relation.places) == ("composition", ("shop/sales/models.py:7",))


def test_a_foreign_key_that_cascades_is_a_composition(read):
    (relation,) = read().graph.relations
    assert (relation.source, relation.target) == ("shop-sales", "shop-stock")
    assert relation.kind == "composition"


def test_a_foreign_key_that_does_not_cascade_is_a_reference(read):
    models = SHOP["shop/sales/models.py"].replace("models.CASCADE", "models.PROTECT")
    (relation,) = read({**SHOP, "shop/sales/models.py": models}).graph.relations
    assert relation.kind == "reference"


def test_what_several_models_take_with_them_is_a_part_of_none(read):
    cascading = 'models.ForeignKey("stock.Item", on_delete=models.CASCADE)\n'
    models = SHOP["shop/sales/models.py"].replace("PROTECT", "CASCADE")
    (relation,) = read({**SHOP, "shop/sales/models.py": models}).graph.relations
    assert relation.kind == "aggregation"
    twice = SHOP["shop/sales/models.py"].replace("    user =", f"    gift = {cascading}    user =")
    (relation,) = read({**SHOP, "shop/sales/models.py": twice}).graph.relations
    assert relation.kind == "composition"


def test_a_model_may_own_parts_of_several_kinds(read):
    owner = "class Order(Base):\n    __tablename__ = 'orders'\n"
    parts = "".join(
        f"    {name.lower()}s = relationship('{name}', cascade='all, delete-orphan')\n"
        for name in ("Line", "Note")
    )
    part = "class {0}(Base):\n    __tablename__ = '{0}'\n"
    files = {
        "store/__init__.py": "",
        "store/orders.py": owner + parts,
        "store/lines.py": part.format("Line"),
        "store/notes.py": part.format("Note"),
    }
    found = relations(read(files, depth=2).graph)
    assert {kind for *_, kind in found} == {"composition"}
    assert len(found) == 2


def test_models_that_have_tables_are_the_entities_of_their_module(read):
    graph = read().graph
    assert graph.module("shop-sales").entities == ("order", "line")
    assert graph.module("shop-stock").entities == ("item",)


def test_what_one_transaction_uses_must_agree(read):
    (group,) = read().graph.groups
    assert (group.kind, group.modules) == ("invariant", ("shop-sales", "shop-stock"))


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


APPS = {
    "shop/__init__.py": "",
    "shop/core.py": "class OurConfig(Mixin, AppConfig):\n    default = False\n",
    "shop/people/__init__.py": "default_app_config = 'shop.people.apps.PeopleConfig'\n",
    "shop/people/apps.py": "class PeopleConfig(OurConfig):\n    name = 'shop.people'\n",
    "shop/people/models.py": "class User(models.Model):\n    name = models.CharField()\n",
    "shop/people/views.py": "",
}


def relations(graph):
    return {(r.source, r.target, r.kind) for r in graph.relations}


def test_an_app_lives_and_dies_with_the_package_and_the_models_that_django_loads_for_it(read):
    graph = read(APPS, depth=9).graph
    apps = "shop-people-apps"
    assert dependencies(graph) == {
        ("shop-people", apps, "loader"): 1,
        (apps, "shop-people", "loader"): 1,
        (apps, "shop-people-models", "loader"): 1,
    }
    assert relations(graph) == {
        (apps, "shop-people", "composition"),
        (apps, "shop-people-models", "composition"),
    }


def test_a_class_that_only_looks_like_the_declaration_of_an_app_declares_none(read):
    plain = APPS["shop/core.py"].replace("AppConfig", "BaseConfig")
    graph = read({**APPS, "shop/core.py": plain}, depth=9).graph
    assert not graph.relations


def test_an_app_outside_of_the_code_is_nobodys(read):
    theirs = APPS["shop/people/apps.py"].replace("shop.people", "django.contrib.auth")
    assert not read({**APPS, "shop/people/apps.py": theirs}, depth=9).graph.relations


@pytest.mark.parametrize(
    ("head", "inherits"),
    [
        ("from shop.base import AbstractUser", True),
        ("from shop.base import *", True),
        ("AbstractUser = get_model('shop', 'AbstractUser')", True),
        ("from elsewhere import AbstractUser", False),
    ],
)
def test_a_model_lives_and_dies_with_the_one_that_it_is_made_of(read, head, inherits):
    files = {
        "shop/__init__.py": "",
        "shop/base.py": "class AbstractUser(models.Model):\n    name = models.CharField()\n",
        "shop/models.py": f"{head}\nclass User(AbstractUser):\n    pass\n",
    }
    expected = {("shop-models", "shop-base", "inheritance")} if inherits else set()
    assert relations(read(files, depth=9).graph) == expected


@pytest.mark.parametrize("library", ["forms", "serializers"])
def test_a_form_with_fields_is_no_entity(read, library):
    text = (
        f"class Search(Form):\n    name = {library}.CharField()\nclass Wide(Search):\n    x = 1\n"
    )
    graph = read({**SHOP, "shop/sales/forms.py": f"get_class('a', 'b')\n{text}"}).graph
    assert graph.module("shop-sales").entities == ("order", "line")


def test_an_abstract_model_may_be_named_through_its_module(read):
    files = {
        "shop/__init__.py": "",
        "shop/base.py": "class AbstractUser(models.Model):\n    name = models.CharField()\n",
        "shop/models.py": "from shop import base\nclass User(base.AbstractUser):\n    pass\n",
    }
    assert relations(read(files, depth=9).graph) == {("shop-models", "shop-base", "inheritance")}


def test_a_depth_below_the_deepest_makes_each_file_a_module(read):
    names = read(depth=9).graph.names
    assert "shop-sales-models" in names
    assert len(names) == len(SHOP) - 1


def test_sqlalchemy_tables_and_relationships_are_read(read):
    files = {
        "store/__init__.py": "",
        "store/people/__init__.py": "",
        "store/people/models.py": "class User(Base):\n    __tablename__ = 'users'\n",
        "store/orders/__init__.py": "",
        "store/orders/models.py": (
            "class Order(Base):\n    __tablename__ = 'orders'\n"
            "    user_id = mapped_column(ForeignKey('users.id', ondelete='CASCADE'))\n"
            "    user = relationship('User')\n"
        ),
    }
    graph = read(files).graph
    (relation,) = graph.relations
    assert (relation.source, relation.target) == ("store-orders", "store-people")
    assert relation.kind == "composition"


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


def test_a_package_called_like_one_of_ours_is_not_mistaken_for_it(read):
    files = {"decomposer/__init__.py": "", "decomposer/a.py": "import decomposer.b"}
    found = read({**files, "decomposer/b.py": ""}, depth=2)
    assert found.graph.names == ("decomposer", "decomposer-a", "decomposer-b")
    assert dependencies(found.graph) == {("decomposer-a", "decomposer-b", "import"): 1}


def test_a_folder_without_python_is_refused(tmp_path):
    for folder, code in ((tmp_path, "no-python"), (tmp_path / "none", "not-a-folder")):
        with pytest.raises(DocumentError) as caught:
            load_python(folder)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_an_imported_graph_is_a_graph_like_any_other(read):
    graph = read().graph
    assert parse_graph(dump_graph(graph), "graph.yaml").graph == graph


def test_progress_is_told_up_to_the_end(read, tmp_path):
    read()
    told: list[tuple[int, int]] = []
    load_python(tmp_path / "code", advanced=lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1] > 0
    assert told == sorted(told)


LOOSE = """
format_version: 1
name: loose
modules: [{name: a, capability: unknown, team: unknown, scaling: unknown},
          {name: b, capability: unknown, team: unknown, scaling: unknown},
          {name: c, capability: unknown, team: unknown, scaling: unknown}]
dependencies: [{from: a, to: b, count: 20}, {from: b, to: c}]
"""


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


DUMP = """
import sys
from pathlib import Path
from decomposer.importers.imported import dump_graph
from decomposer.importers.python import load_python
sys.stdout.write(dump_graph(load_python(Path(sys.argv[1])).graph))
"""


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
