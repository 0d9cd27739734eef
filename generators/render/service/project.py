"""All files of one service's project."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from content.contracts import public_api
from generators.render.contracts.openapi import openapi, remounted
from generators.render.json_text import json_text
from generators.render.service.adapters import CHOSEN
from generators.render.service.composition import app_imports
from generators.render.service.contract import Contract, contract
from generators.render.service.journey import tasks
from generators.render.service.module_api import api_text, client_text, heard_text
from generators.render.service.module_code import (
    handlers_text,
    made_of,
    module_text,
    service_text,
)
from generators.render.service.module_routes import routes_text
from generators.render.service.python_text import Imports, wrapped
from generators.render.service.view import ModuleView, ServiceView
from generators.render.service.written import TEMPLATES, UNKNOWN, rules_of
from generators.render.templating import templates
from generators.render.topology import HTTP_PORT

USER_ID = 10001
_FOR_TESTS = frozenset({"promises.py", "running.py"})
"""What tests import, and are no tests."""

Files = Iterator[tuple[str, str]]


def project_files(view: ServiceView) -> Files:
    """Paths below the service's folder, and their texts."""
    source = f"src/{view.package}"
    for name in ("pyproject.toml", "Dockerfile", ".dockerignore", ".gitignore"):
        yield name, _rendered(f"{name}.j2", view)
    yield "README.md", _readme(view)
    yield f"{source}/__init__.py", f'"""The {view.service} service."""\n'
    yield f"{source}/app.py", _rendered("app.py.j2", view, imports=app_imports(view))
    for name in ("edges.py", "settings.py"):
        yield f"{source}/{name}", _rendered(f"{name}.j2", view)
    if view.broker_adapter.shares_topics:
        yield f"{source}/topics.py", _rendered("topics.py.j2", view)
    yield from _platform(view, source)
    yield f"{source}/modules/__init__.py", _assembling(view)
    for module in view.modules:
        yield from _module(view, module, source)
    yield from _clients(view, source)
    yield from _tests(view)


def _readme(view: ServiceView) -> str:
    left = {
        module.name: tasks(module.contract, module.prefix)
        for module in view.modules
        if module.contract and not module.is_written
    }
    first = next((f"{name}." for name, wanted in left.items() if wanted), "")
    everything = {module.name: left.get(module.name, []) for module in view.modules}
    return _rendered("README.md.j2", view, tasks=everything, left=first)


def _platform(view: ServiceView, source: str) -> Files:
    chosen = {
        f"{name}.py"
        for adapter in (view.store_adapter, view.broker_adapter)
        for name in (adapter.module, *adapter.files)
    }
    for name, text in _verbatim("platform").items():
        if name in chosen or name not in CHOSEN:
            yield f"{source}/platform/{name}", text
    if view.keeps_in_postgresql:
        for name, text in _verbatim("migrations").items():
            yield f"{source}/migrations/{name}", text


def _module(view: ServiceView, module: ModuleView, source: str) -> Files:
    """What is known of the module, what is written of it, and places for the rest."""
    folder = f"{source}/modules/{module.identifier}"
    yield f"{folder}/__init__.py", _rendered("module_package.py.j2", view, module=module)
    if known := module.contract:
        yield f"{folder}/api.py", api_text(known, module.title, view.package)
        yield f"{folder}/routes.py", routes_text(module, known, view.package)
        if known.hears:
            yield f"{folder}/heard.py", heard_text(known, view.package)
        if not module.is_written:
            yield from _places(view, module, known, folder)
    for template in _rules(module):
        text = _rendered(template, view, module=module)
        name = Path(template).name.removesuffix(".j2")
        if name == "schema.sql":
            if view.keeps_in_postgresql:
                yield f"{source}/migrations/{module.identifier}_0001.sql", text
        elif name == "test.py":
            yield f"tests/modules/test_{module.identifier}.py", text
        else:
            yield f"{folder}/{name}", text


def _places(view: ServiceView, module: ModuleView, known: Contract, folder: str) -> Files:
    """Where what is promised will be written."""
    yield f"{folder}/service.py", service_text(module, known, view.package)
    yield f"{folder}/module.py", module_text(module, known, view.package)
    if known.hears:
        yield f"{folder}/events.py", handlers_text(module, known, view.package)


def _clients(view: ServiceView, source: str) -> Files:
    """The modules of other services that are asked: their contracts, and how to call them."""
    asked = {each.name: each for module in view.modules for each in module.asks if each.peer}
    if asked:
        yield f"{source}/clients/__init__.py", '"""Modules that other services hold."""\n'
    for name, each in sorted(asked.items()):
        if known := contract(name):
            yield (
                f"{source}/clients/{each.identifier}.py",
                client_text(known, each.title, view.package),
            )


def _tests(view: ServiceView) -> Files:
    for template in sorted((TEMPLATES / "tests").glob("*.j2")):
        name = template.name.removesuffix(".j2")
        # every project's own name, so that the tests of several can run in one process
        path = f"{view.package}_{name}" if name in _FOR_TESTS else name
        if name != "test_peers.py" or view.peers:
            yield f"tests/{path}", _rendered(f"tests/{template.name}", view)
    if promised := _promised(view):
        yield "tests/contract.json", json_text(promised, indent=1)


def _promised(view: ServiceView) -> dict[str, Any] | None:
    """The contract of the service's modules, each where the blueprint mounts it."""
    held = [module.name for module in view.modules]
    document = openapi(public_api(), view.service, view.version, held)
    if document is None:
        return None
    mounts = [(each.contract.prefix, each.prefix) for each in view.modules if each.contract]
    return remounted(document, mounts)


def _assembling(view: ServiceView) -> str:
    """`modules/__init__.py`: modules built in order, each given those that it asks."""
    imports = Imports()
    imports.add("typing", "Any")
    imports.add(f"{view.package}.platform.assembly", "Assembly", "Parts")
    builds = []
    for module in view.modules:
        imports.add(f"{view.package}.modules.{module.identifier}", "module as " + _alias(module))
        for asked in module.asks:
            if asked.peer:
                imports.add(f"{view.package}.{asked.api}", f"Remote{asked.title}")
        passed = [f"{each.field}={made_of(each)}" for each in module.asks]
        head = f"{module.identifier} = {_alias(module)}.build("
        builds.append(wrapped(head, ["parts", *passed], ")", 4))
    items = [f'"{module.name}": {module.identifier}' for module in view.modules]
    return _rendered(
        "modules.py.j2",
        view,
        imports=imports.text(view.package),
        builds=builds,
        table=wrapped("return {", items, "}", 4),
    )


def _alias(module: ModuleView) -> str:
    return f"{module.identifier}_module"


def _rules(module: ModuleView) -> list[str]:
    """The templates of a module that is written; one that nobody knows gets a small beginning."""
    if module.contract is None:
        return rules_of(UNKNOWN)
    return rules_of(module.identifier) if module.is_written else []


@cache
def _verbatim(folder: str) -> dict[str, str]:
    files = sorted(each for each in (TEMPLATES / folder).iterdir() if each.is_file())
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def _rendered(template: str, view: ServiceView, **more: object) -> str:
    values = {field: getattr(view, field) for field in view.__slots__}
    return (
        templates(TEMPLATES)
        .get_template(template)
        .render(**values, **more, **_derived(view), port=HTTP_PORT, user_id=USER_ID)
    )


def _derived(view: ServiceView) -> dict[str, object]:
    names = ("variables", "addresses", "events", "keeps_in_postgresql", "untyped")
    return {name: getattr(view, name) for name in names}
