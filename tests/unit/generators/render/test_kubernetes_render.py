"""Generated manifests are valid, fit together, and say what the blueprint says."""

import kubernetes_validate
import pytest
import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.checker import check_manifests
from generators.render import render
from tests.shops import monolith, reference

KUBERNETES = "1.34"
CANARY = """\
  canaries:
    product:
      subsets: [v1, v2]
      weights: {v1: 90, v2: 10}
      headers: [{name: canary, value: "true", subset: v2}]
"""


def with_canary() -> Blueprint:
    text = dump_blueprint(reference()).replace("  mtls: strict\n", "  mtls: strict\n" + CANARY)
    return parse_blueprint(text, "blueprint.yaml")


def with_ingress() -> Blueprint:
    text = dump_blueprint(reference()).replace("ingress: gateway-api", "ingress: ingress")
    return parse_blueprint(text, "blueprint.yaml")


SHOPS = {
    "reference": reference(),
    "monolith": monolith(),
    "canary": with_canary(),
    "ingress": with_ingress(),
}


def manifests(bp: Blueprint, environment: str) -> dict[str, str]:
    files = render(bp, ["kubernetes", "mesh"])
    return {path: text for path, text in files.items() if f"/{environment}/" in path}


def objects(bp: Blueprint, environment: str) -> list[dict]:
    texts = manifests(bp, environment).values()
    return [each for text in texts for each in yaml.safe_load_all(text)]


def the(found: list[dict], kind: str, name: str) -> dict:
    (match,) = [o for o in found if o["kind"] == kind and o["metadata"]["name"] == name]
    return match


@pytest.mark.parametrize("name", SHOPS)
def test_every_object_of_kubernetes_own_kinds_fits_its_schema(name: str):
    own = [
        each
        for each in objects(SHOPS[name], "prod")
        if "istio.io" not in each["apiVersion"] and "gateway." not in each["apiVersion"]
    ]
    assert {"Deployment", "Service", "HorizontalPodAutoscaler"} <= {each["kind"] for each in own}
    for each in own:
        kubernetes_validate.validate(each, KUBERNETES, strict=True)


def test_the_schema_refuses_a_misspelt_field():
    deployment = the(objects(reference(), "prod"), "Deployment", "order")
    deployment["spec"]["replicaz"] = 3
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(deployment, KUBERNETES, strict=True)


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
@pytest.mark.parametrize("name", SHOPS)
def test_the_manifests_of_an_environment_work_together(name: str, environment: str):
    assert check_manifests(manifests(SHOPS[name], environment)) == []


def test_each_environment_has_a_namespace_of_its_own():
    for environment in ("dev", "staging", "prod"):
        namespaces = {
            each["metadata"]["namespace"]
            for each in objects(reference(), environment)
            if each["kind"] != "Namespace"
        }
        assert namespaces == {f"shop-{environment}"}


def test_an_environment_with_fixed_replicas_has_no_autoscaler():
    dev, prod = objects(reference(), "dev"), objects(reference(), "prod")
    assert the(dev, "Deployment", "order")["spec"]["replicas"] == 1
    assert "HorizontalPodAutoscaler" not in {each["kind"] for each in dev}
    assert "replicas" not in the(prod, "Deployment", "order")["spec"]


def test_each_subset_of_a_canary_is_a_deployment_behind_one_service():
    found = objects(with_canary(), "prod")
    versions = {
        name: the(found, "Deployment", name)["spec"]["template"]["metadata"]["labels"]["version"]
        for name in ("product-v1", "product-v2")
    }
    assert versions == {"product-v1": "v1", "product-v2": "v2"}
    assert the(found, "Service", "product")["spec"]["selector"] == {"app": "product"}


def test_the_canarys_header_stands_before_its_weights():
    first, second = the(objects(with_canary(), "prod"), "VirtualService", "product")["spec"]["http"]
    assert first["match"] == [{"headers": {"canary": {"exact": "true"}}}]
    assert first["route"][0]["destination"]["subset"] == "v2"
    assert [each["weight"] for each in second["route"]] == [90, 10]


def test_who_may_call_is_exactly_the_call_graph():
    policy = the(objects(reference(), "prod"), "AuthorizationPolicy", "payment")
    (rule,) = policy["spec"]["rules"]
    assert rule["from"][0]["source"]["principals"] == [
        "cluster.local/ns/shop-prod/sa/shop-istio",
        "cluster.local/ns/shop-prod/sa/order",
    ]


def test_what_no_policy_allows_is_refused():
    assert the(objects(reference(), "prod"), "AuthorizationPolicy", "allow-nothing")["spec"] == {}


def test_the_mesh_retries_nothing_that_must_not_be_repeated():
    rule = the(objects(reference(), "prod"), "VirtualService", "payment")["spec"]["http"][0]
    assert rule["retries"] == {"attempts": 0}


def test_the_mesh_retries_where_every_caller_may_repeat():
    text = dump_blueprint(reference()).replace(
        "callee: payment\n      style: sync\n      timeout_ms: 1000",
        "callee: payment\n      style: sync\n      timeout_ms: 1000\n"
        "      retries: 2\n      idempotent: true",
    )
    found = objects(parse_blueprint(text, "blueprint.yaml"), "prod")
    rule = the(found, "VirtualService", "payment")["spec"]["http"][0]
    assert rule["retries"]["attempts"] == 2
    assert rule["timeout"] == "1s"


def test_no_pod_may_become_root_or_write_its_own_image():
    deployments = [e for e in objects(reference(), "prod") if e["kind"] == "Deployment"]
    assert len(deployments) >= len(reference().services)
    for each in deployments:
        pod = each["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_an_ingress_carries_no_annotations_of_a_retired_controller():
    found = objects(with_ingress(), "prod")
    assert "annotations" not in the(found, "Ingress", "shop")["metadata"]
    assert "HTTPRoute" not in {each["kind"] for each in found}
