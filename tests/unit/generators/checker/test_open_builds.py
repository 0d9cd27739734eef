"""Kustomizations of which these files show only a part."""

import pytest

from generators.checker import check_manifests

PATCH = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec: {replicas: 3}
"""
KUSTOMIZATION = "resources: [RESOURCE]\npatches: [{path: cart.yaml}]\n"


def told(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(each.code, each.severity.value) for each in check_manifests(files)]


@pytest.mark.parametrize("resource", ["https://example.com/shop?ref=v1", "github.com/acme/shop"])
def test_a_patch_may_fit_what_is_fetched_from_elsewhere(resource):
    files = {"kustomization.yaml": KUSTOMIZATION.replace("RESOURCE", resource), "cart.yaml": PATCH}
    assert told(files) == [("kustomize-remote", "note")]


def test_a_patch_that_is_fetched_from_elsewhere_is_told():
    files = {"kustomization.yaml": "patches: [{path: https://example.com/cart.yaml}]\n"}
    assert told(files) == [("kustomize-remote", "note")]


def test_an_environment_file_may_be_kept_out_of_the_repository():
    text = "secretGenerator: [{name: keys, envs: [.env]}]\n"
    assert told({"kustomization.yaml": text}) == [("kustomize-environment-missing", "warning")]


def test_a_file_that_a_kustomization_leaves_out_is_told_and_a_fragment_is_not_judged():
    whole = "apiVersion: v1\nkind: Secret\nmetadata: {name: Keys}\n"
    files = {"kustomization.yaml": "resources: []\n", "patch.yaml": PATCH, "keys.yaml": whole}
    assert told(files) == [
        ("kustomize-file-unused", "note"),
        ("name-malformed", "error"),
        ("kustomize-file-unused", "note"),
    ]


def test_a_fragment_outside_of_kustomizations_is_judged():
    codes = {each.code for each in check_manifests({"patch.yaml": PATCH})}
    assert "field-missing" in codes


def test_a_replaced_key_need_not_be_there():
    patch = "[{op: replace, path: /spec/replicas, value: 2}]"
    files = {
        "kustomization.yaml": "resources: [cart.yaml]\npatches:\n"
        f"- {{target: {{kind: Deployment}}, patch: '{patch}'}}\n",
        "cart.yaml": PATCH.replace("{replicas: 3}", "{paused: true}"),
    }
    assert "kustomize-operation-fails" not in {code for code, _ in told(files)}


def test_a_webhook_follows_its_service_to_another_namespace():
    hook = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: cart}
webhooks:
- name: cart.example.com
  sideEffects: None
  admissionReviewVersions: [v1]
  clientConfig: {service: {name: cart, path: /check}}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {ports: [{port: 443}]}
"""
    files = {"kustomization.yaml": "namespace: shop\nresources: [hook.yaml]\n", "hook.yaml": hook}
    assert told(files) == []
    assert ("field-missing", "error") in told({"hook.yaml": hook})


def test_kinds_of_a_build_on_other_objects_are_not_missed_with_certainty():
    route = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart}
spec: {hosts: [cart], http: [{route: [{destination: {host: grafana}}]}]}
"""
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: cart}\nspec: {ports: [{port: 80}]}\n"
    both = "namespace: shop\nresources: [cart.yaml, route.yaml]\n"
    whole = {"kustomization.yaml": both, "cart.yaml": service, "route.yaml": route}
    assert ("backend-missing", "error") in told(whole)
    more = {"kustomization.yaml": both + "helmCharts: [{name: grafana}]\n"}
    assert ("backend-missing", "warning") in told(whole | more)
