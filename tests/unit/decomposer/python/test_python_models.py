"""Models of Django and SQLAlchemy: which modules live and die together."""

import pytest

from tests.unit.decomposer.python.project import SHOP, dependencies, relations

APPS = {
    "shop/__init__.py": "",
    "shop/core.py": "class OurConfig(Mixin, AppConfig):\n    default = False\n",
    "shop/people/__init__.py": "default_app_config = 'shop.people.apps.PeopleConfig'\n",
    "shop/people/apps.py": "class PeopleConfig(OurConfig):\n    name = 'shop.people'\n",
    "shop/people/models.py": "class User(models.Model):\n    name = models.CharField()\n",
    "shop/people/views.py": "",
}


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
