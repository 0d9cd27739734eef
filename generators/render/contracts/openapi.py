"""The public HTTP API of one service: the operations of the modules that it holds."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

Json = dict[str, Any]

_SCHEMAS = "#/components/schemas/"


def openapi(whole: Json, title: str, version: str, modules: Collection[str]) -> Json | None:
    """The part of the shop's document that these modules answer; none where they answer nothing."""
    paths = {
        path: kept
        for path, methods in whole["paths"].items()
        if (kept := {way: one for way, one in methods.items() if set(one["tags"]) & set(modules)})
    }
    if not paths:
        return None
    schemas = whole["components"]["schemas"]
    schemes = whole["components"]["securitySchemes"]
    asked = _proofs(paths)
    return {
        "openapi": whole["openapi"],
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": {name: schemas[name] for name in sorted(_needed(paths, schemas))},
            "securitySchemes": {name: schemes[name] for name in schemes if name in asked},
        },
    }


def remounted(document: Json, mounts: Collection[tuple[str, str]]) -> Json:
    """The same below other prefixes: pairs of where the shop has a module and where it is here."""
    paths = document["paths"].items()
    return document | {"paths": {_mounted(path, mounts): told for path, told in paths}}


def _mounted(path: str, mounts: Collection[tuple[str, str]]) -> str:
    """The longest prefix wins, as at the gateway."""
    fitting = [mount for mount in mounts if path == mount[0] or path.startswith(f"{mount[0]}/")]
    there, here = max(fitting, key=lambda mount: len(mount[0]))
    return here + path.removeprefix(there)


def described(document: Json, info: Json, servers: list[Json], about: Mapping[str, str]) -> Json:
    """The same for readers: whose it is, where it answers, what each module does."""
    operations = (one for methods in document["paths"].values() for one in methods.values())
    tags = sorted({tag for one in operations for tag in one["tags"] if tag in about})
    told = {"info": info, "servers": servers}
    named = {"tags": [{"name": tag, "description": about[tag]} for tag in tags]}
    return {"openapi": document["openapi"], **told, **named} | {
        key: part for key, part in document.items() if key not in told
    }


def _proofs(paths: Json) -> set[str]:
    operations = (one for methods in paths.values() for one in methods.values())
    return {name for one in operations for proof in one["security"] for name in proof}


def _needed(paths: Json, schemas: Json) -> set[str]:
    """The schemas that the paths lead to, and those that these lead to."""
    found: set[str] = set()
    waiting = set(_named(paths))
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(_named(schemas[name])) - found
    return found


def _named(node: object) -> Iterator[str]:
    if isinstance(node, str):
        if node.startswith(_SCHEMAS):
            yield node.removeprefix(_SCHEMAS)
    elif isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from _named(each)
