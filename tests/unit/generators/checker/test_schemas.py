"""An object says only what the schema of its kind knows: each departure is found at its place."""

import json
import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
import yaml

from generators.checker import check_manifests
from generators.checker.schemas import schema_of
from generators.checker.schemas.model import Schema
from generators.render import render
from tests.schemas.core import core_text
from tests.shops import reference

CRDS = (
    Path(__file__).resolve().parents[5]
    / "shared"
    / "data"
    / "istio"
    / "customresourcedefinitions.yaml"
)
GATEWAY_CRDS = os.environ.get("GATEWAY_API_CRDS")
"""A folder with the definitions of the Gateway API (its `config/crd/experimental`)."""
EARLIER = {"idleTimeout", "backendTLS", "frontendValidation"}
"""Fields of the Gateway API that its later versions do not have any more: clusters still do."""
LEFT_OUT = {"EnvoyFilter", "TrafficExtension", "WasmPlugin"}
"""Kinds that carry another system's configuration: any field is right there."""
ROUTE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: shop}]
  rules:
    - matches:
        - path: {type: PathPrefix, value: /orders}
      backendRefs:
        - name: order
          port: 80
          weight: 90
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: order}
spec:
  selector: {app: order}
  ports:
    - port: 80
      targetPort: http
"""
POLICY = """\
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: order}
spec:
  action: ALLOW
  rules:
    - to: [{operation: {methods: [GET]}}]
"""


def told(text: str) -> list[tuple[str, int, str]]:
    return [(each.code, each.line, each.suggestion) for each in check_manifests({"a.yaml": text})]


@pytest.mark.parametrize("text", [ROUTE, SERVICE, POLICY])
def test_what_conforms_has_no_findings(text: str):
    assert told(text) == []


DEPARTURES = {
    (ROUTE, "backendRefs:", "backendRef:"): ("field-unknown", 9, "backendRefs"),
    (ROUTE, "port: 80", 'port: "80"'): ("integer-expected", 11, ""),
    (ROUTE, "PathPrefix", "PathPrefx"): ("value-unknown", 8, "PathPrefix"),
    (ROUTE, "[{name: shop}]", "{name: shop}"): ("list-expected", 5, ""),
    (ROUTE, "name: order", "namespace: order"): ("field-missing", 10, ""),
    (SERVICE, "targetPort", "targetport"): ("field-unknown", 8, "targetPort"),
    (SERVICE, "{app: order}", "{app: 1}"): ("text-expected", 5, ""),
    (SERVICE, "{app: order}", "[order]"): ("mapping-expected", 5, ""),
    (SERVICE, "{app: order}", "{app: yes}"): ("text-expected", 5, ""),
    (SERVICE, "http", "[http]"): ("scalar-expected", 8, ""),
    (SERVICE, "kind: Service", "kind: Servce"): ("kind-unknown", 2, "v1 Service"),
    (SERVICE, "kind: Service", "kind: Deployment"): ("kind-unknown", 2, "apps/v1 Deployment"),
    (POLICY, "methods", "method"): ("field-unknown", 7, "methods"),
    (POLICY, "ALLOW", "PERMIT"): ("value-unknown", 5, ""),
}


@pytest.mark.parametrize("departure", DEPARTURES)
def test_a_departure_is_found_at_its_place(departure: tuple[str, str, str]):
    text, old, new = departure
    assert DEPARTURES[departure] in told(text.replace(old, new))


@pytest.mark.parametrize("kind", ["${KIND}", "$(KIND)"])
def test_a_kind_that_is_filled_in_later_is_let_be(kind: str):
    assert told(SERVICE.replace("kind: Service", f"kind: '{kind}'")) == []


@pytest.mark.parametrize("filled_in", ["${PORT}", "{{ port }}", "$(PORT)"])
def test_what_is_filled_in_later_is_not_judged(filled_in: str):
    assert told(SERVICE.replace("port: 80", f"port: '{filled_in}'")) == []


def test_a_kind_that_nobody_describes_is_let_be():
    for api in ("example.com/v1", "networking.istio.io/v1"):
        assert told(f"apiVersion: {api}\nkind: Anything\nmetadata: {{name: a}}\nfree: 1\n") == []


def test_nothing_counts_as_absent():
    assert (
        told(SERVICE.replace("metadata: {name: order}", "metadata: {name: order, labels: }")) == []
    )


def test_the_core_is_what_kubernetes_says():
    packaged = resources.files("generators.checker.schemas") / "core.json"
    assert packaged.read_text("utf-8") == core_text()


@pytest.mark.parametrize("name", ["core", "istio", "gateway"])
def test_every_type_that_is_named_exists(name: str):
    packaged = json.loads(
        (resources.files("generators.checker.schemas") / f"{name}.json").read_text()
    )
    core = json.loads((resources.files("generators.checker.schemas") / "core.json").read_text())
    known = {*packaged["types"], *core["types"]}
    used = {held.lstrip("[{") for fields in packaged["types"].values() for held in fields.values()}
    named = {each for each in used if each not in set("sibnpqx") and not each.startswith("=")}
    assert named <= known
    assert set(packaged["kinds"].values()) <= set(packaged["types"])
    reached = named | set(packaged["kinds"].values())
    assert set(packaged["types"]) == reached & set(packaged["types"])


def test_whatever_is_generated_conforms():
    files = {
        path: text
        for path, text in render(reference(), ["kubernetes", "mesh"]).items()
        if path.endswith(".yaml")
    }
    kinds = set()
    for text in files.values():
        for each in yaml.safe_load_all(text):
            if "kind" in each and "kustomize" not in each["apiVersion"]:
                assert schema_of(each["apiVersion"], each["kind"]), each["kind"]
                kinds.add(each["kind"])
    assert {"Deployment", "HTTPRoute", "VirtualService", "AuthorizationPolicy"} <= kinds
    assert check_manifests(files) == []


def is_definition(each: dict | None) -> bool:
    return each is not None and each["kind"] == "CustomResourceDefinition"


def definitions(*files: Path) -> list[tuple[str, str, dict]]:
    found = []
    texts = (file.read_text("utf-8") for file in files if file.is_file())
    for each in (one for text in texts for one in yaml.load_all(text, Loader=yaml.CSafeLoader)):
        kind = each["spec"]["names"]["kind"] if is_definition(each) else ""
        if kind and kind not in LEFT_OUT and "x-k8s" not in each["spec"]["group"]:
            version = max(each["spec"]["versions"], key=lambda one: one["name"] == "v1")
            api = f"{each['spec']['group']}/{version['name']}"
            found.append((api, kind, version["schema"]["openAPIV3Schema"]["properties"]["spec"]))
    return found


DEFINITIONS = definitions(CRDS)
needs_definitions = pytest.mark.skipif(not DEFINITIONS, reason="no definitions of Istio's kinds")
GATEWAY_DEFINITIONS = (
    definitions(*sorted(Path(GATEWAY_CRDS).glob("*.yaml"))) if GATEWAY_CRDS else []
)


def paths(schema: dict, at: str = "") -> Iterator[str]:
    """Every field of a definition, by its way from the top."""
    if "items" in schema:
        yield from paths(schema["items"], f"{at}[]")
    for field, below in schema.get("properties", {}).items():
        yield f"{at}.{field}"
        yield from paths(below, f"{at}.{field}")
    more = schema.get("additionalProperties")
    if isinstance(more, dict):
        yield from paths(more, f"{at}{{}}")


def modelled(schema: Schema, held: str, at: str = "") -> Iterator[str]:
    """Every field of our model, by the same way."""
    if held[0] in "[{":
        yield from modelled(schema, held[1:], at + ("[]" if held[0] == "[" else "{}"))
    elif held in schema.types:
        for field, below in schema.types[held].fields.items():
            yield f"{at}.{field}"
            yield from modelled(schema, below, f"{at}.{field}")


@needs_definitions
@pytest.mark.parametrize(("api", "kind", "definition"), DEFINITIONS)
def test_our_model_knows_every_field_of_istio_and_no_other(api: str, kind: str, definition: dict):
    known = schema_of(api, kind)
    assert known is not None
    schema, name = known
    ours = set(modelled(schema, schema.types[name].fields["spec"]))
    assert ours == set(paths(definition))


@pytest.mark.skipif(not GATEWAY_DEFINITIONS, reason="GATEWAY_API_CRDS names no definitions")
@pytest.mark.parametrize(("api", "kind", "definition"), GATEWAY_DEFINITIONS)
def test_our_model_knows_every_field_of_the_gateway_api_and_no_other_but_earlier_ones(
    api: str, kind: str, definition: dict
):
    known = schema_of(api, kind)
    assert known is not None
    schema, name = known
    ours = set(modelled(schema, schema.types[name].fields["spec"]))
    theirs = set(paths(definition))
    assert theirs <= ours
    assert {each for each in ours - theirs if not EARLIER & set(each.split("."))} == set()


def test_a_field_that_the_gateway_api_does_not_have_is_refused_in_every_kind_of_it():
    for kind in ("ListenerSet", "TCPRoute", "TLSRoute", "UDPRoute", "HTTPRoute", "Gateway"):
        text = f"apiVersion: gateway.networking.k8s.io/v1\nkind: {kind}\nmetadata: {{name: a}}\n"
        found = check_manifests({"a.yaml": f"{text}spec: {{fieldOfNobody: 1}}\n"})
        assert "field-unknown" in [each.code for each in found], kind


def example(schema: dict, extra: str = "") -> object:
    """An object with every field; `extra` goes into the innermost first mapping."""
    if schema.get("properties"):
        return {field: example(below) for field, below in schema["properties"].items()}
    if "items" in schema:
        return [example(schema["items"])]
    if isinstance(schema.get("additionalProperties"), dict):
        return {"key": example(schema["additionalProperties"])}
    if schema.get("enum"):
        return next(each for each in schema["enum"] if each)
    kinds = {"integer": 1, "number": 1.5, "boolean": True, "object": {}, "string": "text"}
    return kinds.get(schema.get("type", ""), "text")


@needs_definitions
@pytest.mark.parametrize(("api", "kind", "definition"), DEFINITIONS)
def test_an_object_with_every_field_is_accepted_and_one_more_field_is_not(
    api: str, kind: str, definition: dict
):
    codes = {"field-unknown", "field-missing", "value-unknown"}
    whole = {
        "apiVersion": api,
        "kind": kind,
        "metadata": {"name": "a"},
        "spec": example(definition),
    }

    def departures() -> list[str]:
        found = check_manifests({"a.yaml": yaml.safe_dump(whole)})
        return [each.code for each in found if each.code in codes or "expected" in each.code]

    assert departures() == []
    whole["spec"]["fieldOfNobody"] = 1
    assert departures() == ["field-unknown"]
