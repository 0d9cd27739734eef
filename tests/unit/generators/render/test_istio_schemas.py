"""Istio's own definitions take what is generated for it, and know every field of that."""

from functools import cache

import jsonschema
import pytest
import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.render import render
from tests.shops import reference
from tests.unit.decomposer.research_data import research_data

EVERYTHING = """\
  canaries:
    product:
      subsets: [v1, v2]
      weights: {v1: 90, v2: 10}
      headers: [{name: canary, value: "true", subset: v2}]
  authorization:
    - {callee: product, callers: [gateway, cart], methods: [GET], prefixes: [/api/v1/products]}
"""
FAULT = "  faults:\n    product: {delay_ms: 100, abort_status: 503, percent: 10}\n"


def shop(mode: str) -> Blueprint:
    more = EVERYTHING + (FAULT if mode == "sidecar" else "")
    text = dump_blueprint(reference()).replace("mode: sidecar\n", f"mode: {mode}\n{more}")
    return parse_blueprint(text, "blueprint.yaml")


@cache
def schemas() -> dict[tuple[str, str], dict]:
    crds = research_data("istio", "customresourcedefinitions.yaml").read_text(encoding="utf-8")
    documents = yaml.load_all(crds, Loader=yaml.CSafeLoader)
    found = {}
    for crd in filter(None, documents):
        for version in crd["spec"]["versions"]:
            api = f"{crd['spec']['group']}/{version['name']}"
            schema = closed(version["schema"]["openAPIV3Schema"]["properties"]["spec"])
            found[api, crd["spec"]["names"]["kind"]] = schema
    return found


def closed(schema: dict) -> dict:
    """The schema, with every field refused that it does not name."""
    if schema.get("x-kubernetes-preserve-unknown-fields"):
        return schema
    inner = {name: closed(each) for name, each in schema.get("properties", {}).items()}
    tight = schema | ({"properties": inner, "additionalProperties": False} if inner else {})
    if isinstance(schema.get("items"), dict):
        tight["items"] = closed(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        tight["additionalProperties"] = closed(schema["additionalProperties"])
    return tight


def mesh_objects(mode: str) -> list[dict]:
    texts = [
        text for path, text in render(shop(mode), ["mesh"]).items() if path.startswith("mesh/base")
    ]
    found = [each for text in texts for each in yaml.safe_load_all(text)]
    return [each for each in found if "istio.io" in each["apiVersion"]]


@pytest.mark.parametrize("mode", ["sidecar", "ambient"])
def test_every_object_fits_the_definition_of_its_kind(mode: str):
    found = mesh_objects(mode)
    kinds = {each["kind"] for each in found}
    assert {"DestinationRule", "AuthorizationPolicy", "PeerAuthentication"} <= kinds
    assert ("VirtualService" in kinds) == (mode == "sidecar")
    for each in found:
        jsonschema.validate(each["spec"], schemas()[each["apiVersion"], each["kind"]])


def test_a_field_that_istio_does_not_know_is_refused():
    (service,) = (
        each
        for each in mesh_objects("sidecar")
        if each["kind"] == "VirtualService" and each["metadata"]["name"] == "product"
    )
    service["spec"]["http"][0]["retry"] = {}
    with pytest.raises(jsonschema.ValidationError, match="retry"):
        jsonschema.validate(service["spec"], schemas()[service["apiVersion"], "VirtualService"])
