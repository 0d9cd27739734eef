"""What goes into the shop's image."""

import ast
import sys
import tarfile
from importlib.metadata import packages_distributions
from pathlib import Path

import labs.commerce
from labs.docker.image import build_context, image_name
from labs.docker.image.context import BuildContext
from labs.docker.image.requirements import installed, pinned

ROOT = Path(labs.commerce.__path__[0])


def imported() -> set[str]:
    """Top-level names that the shop's code imports and neither Python nor the shop brings."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"labs"}


def test_all_that_the_shop_imports_is_in_its_image():
    distributions = packages_distributions()
    wanted = {distributions[name][0].lower().replace("_", "-") for name in imported()}
    assert wanted <= {line.partition("==")[0] for line in pinned(installed()).splitlines()}


def test_every_requirement_is_pinned_with_those_it_brings():
    lines = pinned(installed()).splitlines()
    assert all("==" in line for line in lines)
    assert {"starlette", "anyio", "asyncpg"} <= {line.partition("==")[0] for line in lines}


def test_the_context_holds_the_shop_and_nothing_else_of_ours():
    names = {name for name in build_context().files if name.startswith("labs/")}
    assert "labs/commerce/serve.py" in names
    assert all(name.startswith("labs/commerce/") for name in names)
    assert not any("__pycache__" in name for name in names)


def test_the_name_changes_with_what_is_in_it_and_with_nothing_else(tmp_path):
    source = tmp_path / "serve.py"
    source.write_text("one")
    context = BuildContext({"Dockerfile": "FROM x"}, {"labs/commerce/serve.py": source})
    first = image_name(context)
    source.touch()
    assert image_name(context) == first
    source.write_text("two")
    assert image_name(context) != first


def test_the_archive_holds_every_file_readable_by_whoever_the_image_runs_as():
    context = BuildContext({"Dockerfile": "FROM x"}, {"labs/commerce/host.py": ROOT / "host.py"})
    with tarfile.open(fileobj=context.archive()) as tar:
        assert {entry.name for entry in tar} == {"Dockerfile", "labs/commerce/host.py"}
        assert all(entry.mode == 0o644 for entry in tar)
