"""What is generated as the modules' contracts is what the shop's code says of itself.

After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/contract/generators`, and read the diff.
"""

import json
import os
from collections.abc import Callable
from importlib import import_module, resources
from pathlib import Path
from typing import Any

import msgspec
import pytest

import content.contracts
from content.monolith import monolith_path
from decomposer.importers.monolith import load_graph
from labs.commerce.host import MODULES, load
from labs.commerce.platform.calls.contract import Operation, operations
from labs.commerce.platform.events.schemas import events_of, schemas
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.serving.openapi import document
from tests.authorisation import asked, heard, published


def public_api() -> dict[str, Any]:
    return document("shop", "v1", published(list(MODULES)).published())


def events() -> dict[str, Any]:
    modules = [name.replace("-", "_") for name in MODULES]
    found = [import_module(f"labs.commerce.modules.{name}.module").MODULE for name in modules]
    kinds = [kind for module in found for kind in events_of(module.contract)]
    described = {
        each.event: {
            "about": each.about,
            "version": each.version,
            "schema": each.json_schema,
        }
        for each in sorted(schemas(kinds), key=lambda each: each.event)
    }
    return {"envelope": msgspec.json.schema(Envelope), "events": described}


def modules() -> dict[str, Any]:
    """Of each module: where it answers, whom it asks, what it hears and tells, and its calls."""
    calls = {name: operations(load(name).contract) for name in MODULES}
    kinds = {
        kind
        for each in calls.values()
        for call in each.values()
        for kind in (call.request, call.answer)
    }
    ordered = sorted(kinds, key=str)
    shapes, schemas = msgspec.json.schema_components(ordered, ref_template="#/schemas/{name}")
    shape = dict(zip(ordered, shapes, strict=True))
    hears, asks, owned, begun = heard(), asked(), *from_the_graph()
    return {
        "modules": {
            name: {
                "about": (load(name).contract.__doc__ or "").strip(),
                "entities": owned[name],
                "serves": begun[name],
                "prefix": load(name).prefix,
                "asks": sorted(asks[name]),
                "hears": sorted(hears[name]),
                "tells": sorted(kind.__name__ for kind in events_of(load(name).contract)),
                "calls": {
                    each.name: call(load(name).contract, each, shape)
                    for each in calls[name].values()
                },
            }
            for name in sorted(MODULES)
        },
        "schemas": schemas,
    }


def from_the_graph() -> tuple[dict[str, list[str]], dict[str, list[dict[str, Any]]]]:
    """What each module owns, and the requests that begin with it."""
    graph = load_graph(monolith_path())
    begun: dict[str, list[dict[str, Any]]] = {name: [] for name in MODULES}
    for case in graph.use_cases:
        begun[case.entry].append(
            {
                "name": case.name,
                "title": case.title.en if case.title else case.name,
                "reads": list(case.reads),
                "writes": list(case.writes),
                "touches": sorted({call.callee for call in case.calls} - {case.entry}),
            }
        )
    return {module.name: list(module.entities) for module in graph.modules}, begun


def call(contract: type, operation: Operation, shape: dict[Any, Any]) -> dict[str, Any]:
    about = (getattr(contract, operation.name).__doc__ or "").strip().partition("\n")[0]
    return {
        "about": about,
        "idempotent": operation.idempotent,
        "takes": shape[operation.request],
        "gives": shape[operation.answer],
    }


SAID = {"openapi.json": public_api, "events.json": events, "modules.json": modules}


@pytest.mark.parametrize(("name", "said"), SAID.items(), ids=SAID)
def test_contracts_are_what_the_shop_says(name: str, said: Callable[[], dict[str, Any]]):
    text = json.dumps(json.loads(msgspec.json.encode(said())), indent=1, ensure_ascii=False) + "\n"
    agreed = Path(str(resources.files(content.contracts))) / name
    if os.environ.get("UPDATE_GOLDEN"):
        agreed.write_text(text, encoding="utf-8")
    assert text == agreed.read_text(encoding="utf-8")
