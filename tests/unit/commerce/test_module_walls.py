"""The walls between modules: what may be imported, and whose tables may be touched."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import labs.commerce.modules
from labs.commerce.host import MODULES, load
from labs.commerce.platform.calls.contract import operations

ROOT = Path(labs.commerce.modules.__path__[0])
PACKAGES = sorted(name.replace("-", "_") for name in MODULES)
KEEPING = [package for package in PACKAGES if (ROOT / package / "schema.sql").exists()]
"""The modules with tables; the cart is in the cache, and admin only asks."""

_TABLE = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE(?: IF NOT EXISTS)?|REFERENCES)\s+([a-z_]+)(\.[a-z_]+)?"
)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def foreign_imports(package: str) -> set[str]:
    """Imports of other modules, but for their contracts."""
    prefix = "labs.commerce.modules."
    return {
        name
        for path in (ROOT / package).glob("*.py")
        for name in imports(path)
        if name.startswith(prefix)
        and name.split(".")[3] != package
        and name.split(".")[4:] != ["api"]
    }


def statements(package: str) -> Iterator[str]:
    """Every text of the module that could be SQL."""
    for path in (ROOT / package).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in (ROOT / package).glob("*.sql"):
        yield re.sub(r"--.*", "", path.read_text())


def tables(sql: str) -> Iterator[tuple[str, str]]:
    """Schema and table of every qualified name that a statement reads or writes."""
    for first, rest in _TABLE.findall(sql):
        if rest:
            yield first, rest[1:]


def test_there_is_a_package_for_each_module_and_none_besides() -> None:
    found = sorted(p.name for p in ROOT.iterdir() if (p / "module.py").exists())
    assert found == PACKAGES
    assert len(found) == 24


@pytest.mark.parametrize("package", PACKAGES)
def test_a_module_imports_only_the_contracts_of_others(package: str) -> None:
    assert foreign_imports(package) == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_module_touches_only_its_own_tables(package: str) -> None:
    touched = {schema for sql in statements(package) for schema, _ in tables(sql)}
    assert touched == ({package} if package in KEEPING else set())


def test_the_search_for_tables_finds_what_it_should() -> None:
    sql = "SELECT * FROM stock.levels JOIN orders.orders USING (x); UPDATE payments.ledger SET y=1"
    assert list(tables(sql)) == [("stock", "levels"), ("orders", "orders"), ("payments", "ledger")]


@pytest.mark.parametrize("package", KEEPING)
def test_every_table_of_a_schema_is_named_with_its_schema(package: str) -> None:
    schema = (ROOT / package / "schema.sql").read_text()
    created = re.findall(r"CREATE TABLE IF NOT EXISTS (\S+)", schema)
    assert created
    assert all(name.startswith(f"{package}.") for name in created)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_knows_its_name_and_keeps_the_form_of_contracts(name: str) -> None:
    module = load(name)
    assert module.name == name
    assert module.prefix.startswith("/api/v1/")
    operations(module.contract)


def test_no_prefix_is_anothers_twin() -> None:
    prefixes = [load(name).prefix for name in MODULES]
    assert len(set(prefixes)) == len(prefixes)
