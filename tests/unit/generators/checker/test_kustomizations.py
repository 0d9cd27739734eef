"""A folder with a kustomization is built before it is judged, and every finding keeps its place."""

import pytest

from generators.checker import check_manifests
from generators.checker.finding import ManifestFinding
from generators.checker.kustomizing import build, plain

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: order}
spec:
  selector: {matchLabels: {app: order}}
  template:
    metadata: {labels: {app: order}}
    spec:
      securityContext: {runAsNonRoot: true}
      containers:
        - name: order
          image: shop/order:1.0
          resources: {requests: {cpu: 100m}}
          livenessProbe: {httpGet: {path: /health, port: 80}}
          readinessProbe: {httpGet: {path: /ready, port: 80}}
          ports: [{containerPort: 80}]
          envFrom: [{configMapRef: {name: settings}}]
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: order}
spec: {selector: {app: order}, ports: [{port: 80}]}
"""
BASE = """\
resources: [deployment.yaml, service.yaml]
configMapGenerator:
  - {name: settings, literals: [level=info]}
"""


def found(overlay: str, **more: str) -> list[ManifestFinding]:
    files = {
        "base/deployment.yaml": DEPLOYMENT,
        "base/service.yaml": SERVICE,
        "base/kustomization.yaml": BASE,
        "prod/kustomization.yaml": f"resources: [../base]\n{overlay}",
        **{f"prod/{name}.yaml": text for name, text in more.items()},
    }
    return check_manifests(files)


def places(findings: list[ManifestFinding]) -> list[tuple[str, str, int]]:
    return [(each.code, each.file, each.line) for each in findings]


def test_a_sound_overlay_has_no_findings():
    overlay = "namePrefix: prod-\nnamespace: shop\nlabels: [{pairs: {tier: web}}]\n"
    assert found(overlay) == []


def test_what_an_overlay_breaks_is_found_though_each_file_is_sound():
    patch = SERVICE.replace("{app: order}", "{app: orders}")
    overlay = "patches: [{path: service.yaml}]\n"
    (finding,) = found(overlay, service=patch)
    assert finding.code == "service-selects-nothing"


def test_a_patch_is_judged_at_its_own_line_also_inside_the_kustomization():
    overlay = """\
patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: order}
      spec:
        template:
          spec:
            containers:
              - name: order
                image: shop/order:latest
"""
    (finding,) = found(overlay)
    assert (finding.code, finding.file) == ("image-not-pinned", "prod/kustomization.yaml")
    assert (finding.line, finding.column) == (12, 24)


def test_an_image_that_the_overlay_chooses_is_judged_where_it_is_chosen():
    overlay = "images:\n  - name: shop/order\n    newTag: latest\n"
    assert places(found(overlay)) == [("image-not-pinned", "prod/kustomization.yaml", 4)]


def test_what_two_overlays_share_is_told_once():
    files = {
        "base/service.yaml": SERVICE.replace("{app: order}", "{app: odrer}"),
        "base/deployment.yaml": DEPLOYMENT,
        "base/kustomization.yaml": BASE,
        "dev/kustomization.yaml": "resources: [../base]\n",
        "prod/kustomization.yaml": "resources: [../base]\n",
    }
    expected = [("service-selects-nothing", "base/service.yaml", 4)]
    assert places(check_manifests(files)) == expected


def test_loose_manifests_and_built_ones_see_each_other():
    route = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec: {rules: [{backendRefs: [{name: order, port: 80}]}]}
"""
    files = {
        "deployment.yaml": DEPLOYMENT,
        "service.yaml": SERVICE,
        "kustomization.yaml": BASE,
        "more/route.yaml": route,
    }
    assert check_manifests(files) == []
    files["kustomization.yaml"] += "namePrefix: x-\n"
    assert places(check_manifests(files)) == [("backend-missing", "more/route.yaml", 4)]


def test_folders_that_fill_one_namespace_are_one_cluster():
    route = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: order}
spec:
  hosts: [order]
  http: [{route: [{destination: {host: order, subset: v1}}]}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: order}
spec: {host: order, subsets: [{name: v1, labels: {app: cart}}]}
"""
    files = {
        "base/deployment.yaml": DEPLOYMENT,
        "base/service.yaml": SERVICE,
        "base/kustomization.yaml": BASE,
        "prod/kustomization.yaml": "resources: [../base]\nnamespace: shop\n",
        "mesh/route.yaml": route,
        "mesh/kustomization.yaml": "resources: [route.yaml]\nnamespace: shop\n",
    }
    expected = [("subset-selects-nothing", "mesh/route.yaml", 11)]
    assert places(check_manifests(files)) == expected
    apart = files | {"mesh/kustomization.yaml": "resources: [route.yaml]\nnamespace: other\n"}
    assert places(check_manifests(apart)) == []


MISTAKES = {
    "namePrefx: x-": ("kustomize-field-unknown", 2),
    "helmCharts: [{name: redis}]": ("kustomize-not-built", 2),
    "components: [../lost]": ("kustomize-file-missing", 2),
    "components: [../prod]": ("kustomize-circle", 2),
    "components: ['https://example.com/base?ref=v1']": ("kustomize-remote", 2),
    "components: [../base/service.yaml]": ("kustomize-object-twice", 3),
    "replicas:\n  - {name: cart, count: 3}": ("kustomize-replicas-fit-nothing", 3),
    "patches:\n  - patch: '[{op: remove, path: /spec}]'": ("kustomize-patch-without-target", 3),
    "patches:\n  - target: {kind: Job}\n    patch: '[{op: remove, path: /spec}]'": (
        "kustomize-target-fits-nothing",
        3,
    ),
    "patches:\n  - target: {kind: Service}\n    patch: '[{op: remove, path: /spec/type}]'": (
        "kustomize-operation-fails",
        4,
    ),
    "patches:\n  - patch: '{apiVersion: v1, kind: Service, metadata: {name: cart}}'": (
        "kustomize-patch-fits-nothing",
        3,
    ),
    "patches:\n  - path: lost.yaml": ("kustomize-file-missing", 3),
    "patches:\n  - patch: '{'": ("not-yaml", 4),
    "secretGenerator:\n  - {name: s, literals: [password=hunter2]}": (
        "kustomize-secret-literal",
        3,
    ),
    "configMapGenerator:\n  - {name: s, files: [lost.txt]}": ("kustomize-file-missing", 3),
}


@pytest.mark.parametrize("overlay", MISTAKES)
def test_what_kustomize_would_refuse_is_told_at_its_line(overlay):
    assert MISTAKES[overlay] in [(each.code, each.line) for each in found(f"{overlay}\n")]


def test_kustomizations_that_include_each_other_are_told_and_end():
    files = {
        "a/kustomization.yaml": "resources: [../b]\n",
        "b/kustomization.yaml": "resources:\n  - ../a\n",
    }
    assert places(check_manifests(files)) == [("kustomize-circle", "b/kustomization.yaml", 2)]


def test_a_patch_of_a_component_that_nobody_uses_is_no_object():
    files = {
        "part/kustomization.yaml": "kind: Component\npatches: [{path: without.yaml}]\n",
        "part/without.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n$patch: delete\n",
    }
    assert check_manifests(files) == []


def test_a_misspelt_field_is_answered_with_the_nearest():
    (finding,) = found("namePrefx: x-\n")
    assert finding.suggestion == "namePrefix"


def test_json_operations_change_lists_and_escaped_keys():
    operations = """\
patches:
  - target: {kind: Deployment}
    patch: |
      - {op: test, path: /spec/template/spec/containers/0/name, value: order}
      - {op: add, path: /spec/template/spec/containers/0/ports/-, value: {containerPort: 81}}
      - {op: add, path: /spec/template/spec/containers/0/ports/0, value: {containerPort: 79}}
      - {op: remove, path: /spec/template/spec/containers/0/envFrom}
      - {op: add, path: /metadata/annotations, value: {a/b: "1"}}
      - {op: move, from: /metadata/annotations/a~1b, path: /metadata/annotations/c}
      - {op: copy, from: /metadata/annotations/c, path: /metadata/annotations/d}
      - {op: replace, path: /spec/template/spec/containers/0/ports/0/containerPort, value: 78}
"""
    files = {"a.yaml": DEPLOYMENT, "kustomization.yaml": f"resources: [a.yaml]\n{operations}"}
    built = build(files, ".")
    assert built.findings == ()
    (order,) = map(plain, built.objects)
    assert order["metadata"]["annotations"] == {"c": "1", "d": "1"}
    (container,) = order["spec"]["template"]["spec"]["containers"]
    assert [each["containerPort"] for each in container["ports"]] == [78, 80, 81]
    assert "envFrom" not in container


def test_an_accepted_finding_in_a_patch_is_not_told():
    overlay = "images:\n  - name: shop/order\n    newTag: latest # workbench: ignore {}\n"
    assert found(overlay.format("image-not-pinned a rehearsal")) == []
