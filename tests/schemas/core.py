"""The schemas of the core kinds, from those of `kubernetes-validate` (Apache-2.0).

`python -m tests.schemas.core > generators/checker/schemas/core.json`
"""

import json
import sys
from collections.abc import Mapping
from importlib import resources
from typing import Any

from tests.schemas.compacting import names_of, short

KUBERNETES = "1.37.0"
GROUPS = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apps",
        "autoscaling",
        "batch",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "networking.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
    }
)
STABLE = frozenset({"v1", "v2"})
_FREE = frozenset(
    {
        "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
        "io.k8s.apimachinery.pkg.runtime.RawExtension",
        "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry",
    }
)
_SCALARS = {"Quantity": "q", "IntOrString": "p"}
_SERVER_SIDE = frozenset({"status", "managedFields"})
"""What the API server writes: anything may stand there."""
_IDENTITY = frozenset({"apiVersion", "kind"})
"""By these an object's schema is found."""

Json = Mapping[str, Any]


class _Compact:
    def __init__(self, definitions: Json) -> None:
        self.definitions = definitions
        self.types: dict[str, dict[str, str]] = {}

    def reference(self, schema: Json) -> str:
        if "$ref" in schema:
            return self.named(schema["$ref"].rpartition("/")[2])
        if schema.get("type") == "array" or "items" in schema:
            return f"[{self.reference(schema.get('items', {}))}"
        if isinstance(schema.get("additionalProperties"), dict):
            return f"{{{self.reference(schema['additionalProperties'])}"
        return short(schema) or "x"

    def named(self, name: str) -> str:
        definition = self.definitions[name]
        title = name.removeprefix("io.k8s.").replace("apimachinery.pkg.", "")
        last = title.rpartition(".")[2]
        if last in _SCALARS:
            return _SCALARS[last]
        if name in _FREE or "properties" not in definition:
            return self.reference(definition) if name not in _FREE else "x"
        key = f"{title.split('.')[-3]}.{title.split('.')[-2]}.{last}"
        if key not in self.types:
            self.types[key] = {}
            required = definition.get("required", ())
            for field, schema in sorted(definition["properties"].items()):
                is_object = "metadata" in definition["properties"]
                free = field in _SERVER_SIDE or (is_object and field in _IDENTITY)
                mark = "!" if field in required else ""
                self.types[key][f"{field}{mark}"] = "x" if free else self.reference(schema)
        return key


def core() -> dict[str, Any]:
    """Kinds and types in the short form."""
    folder = resources.files("kubernetes_validate") / "kubernetes-json-schema"
    text = (folder / f"v{KUBERNETES}-local" / "_definitions.json").read_text("utf-8")
    compact = _Compact(json.loads(text)["$defs"])
    kinds = {}
    for name, definition in sorted(compact.definitions.items()):
        for kind in definition.get("x-kubernetes-group-version-kind", ()):
            is_object = "metadata" in definition.get("properties", ()) and not kind[
                "kind"
            ].endswith("List")
            if is_object and kind["group"] in GROUPS and kind["version"] in STABLE:
                kinds |= dict.fromkeys(names_of(kind), compact.named(name))
    return {"kubernetes": KUBERNETES, "kinds": kinds, "types": dict(sorted(compact.types.items()))}


def core_text() -> str:
    """The file, a type a line: a difference can be read."""
    made = core()
    types = (f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in made["types"].items())
    kinds = (f"{json.dumps(name)}: {json.dumps(type_)}" for name, type_ in made["kinds"].items())
    return (
        f'{{"kubernetes": "{made["kubernetes"]}",\n"kinds": {{\n'
        + ",\n".join(kinds)
        + '\n},\n"types": {\n'
        + ",\n".join(types)
        + "\n}}\n"
    )


if __name__ == "__main__":
    sys.stdout.write(core_text())
