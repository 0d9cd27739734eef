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
from labs.commerce.host import MODULES
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.openapi import document
from labs.commerce.platform.schemas import events_of, schemas
from tests.authorisation import published


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


@pytest.mark.parametrize(
    ("name", "said"), [("openapi.json", public_api), ("events.json", events)], ids=["api", "events"]
)
def test_contracts_are_what_the_shop_says(name: str, said: Callable[[], dict[str, Any]]):
    text = json.dumps(json.loads(msgspec.json.encode(said())), indent=1, ensure_ascii=False) + "\n"
    agreed = Path(str(resources.files(content.contracts))) / name
    if os.environ.get("UPDATE_GOLDEN"):
        agreed.write_text(text, encoding="utf-8")
    assert text == agreed.read_text(encoding="utf-8")
