"""What the shop's modules promise others, as data: public operations, events, calls among them.

All are written out of the shop's own code; a contract test keeps them what the shop says.
"""

import json
from functools import cache
from importlib import resources
from typing import Any

Json = dict[str, Any]


def public_api() -> Json:
    """Every module's public operations in one OpenAPI 3.1 document, each tagged with its module."""
    return _read("openapi.json")


def event_schemas() -> Json:
    """The JSON schema of what is sent: by event, its name, meaning, version and schema."""
    return _read("events.json")


def module_contracts() -> Json:
    """Each module's prefix, peers, events and internal calls, with their messages' schemas."""
    return _read("modules.json")


@cache
def _read(name: str) -> Json:
    """Read once: everybody looks, and nobody changes it."""
    text = (resources.files(__name__) / name).read_text(encoding="utf-8")
    document: Json = json.loads(text)
    return document


__all__ = ["event_schemas", "module_contracts", "public_api"]
