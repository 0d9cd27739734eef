"""Manifests that are each valid and do not work together are told apart from those that do."""

import pytest

from content.messages import Language, messages
from generators.checker import check_manifests

WORKLOADS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: order}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: order
  template:
    metadata:
      labels:
        app: order
        version: v1
    spec:
      containers:
        - name: order
          image: shop/order:1
          securityContext: {runAsNonRoot: true}
          ports: [{name: http, containerPort: 8080}]
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {cpu: 500m, memory: 256Mi}
          livenessProbe:
            httpGet: {path: /health, port: http}
          readinessProbe:
            httpGet: {path: /ready, port: http}
---
apiVersion: v1
kind: Service
metadata: {name: order}
spec:
  selector: {app: order}
  ports:
    - {name: http, port: 80, targetPort: http}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: order}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: order}
  minReplicas: 2
  maxReplicas: 5
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: order}
spec:
  minAvailable: 1
  selector:
    matchLabels: {app: order}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: order}
spec:
  podSelector: {matchLabels: {app: order}}
  policyTypes: [Egress]
  egress:
    - ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
"""
TRAFFIC = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  rules:
    - matches: [{path: {type: PathPrefix, value: /orders}}]
      backendRefs:
        - {name: order, port: 80}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: order}
spec:
  hosts: [order]
  http:
    - match: [{headers: {canary: {exact: "true"}}}]
      route:
        - destination: {host: order, subset: v1}
    - route:
        - {destination: {host: order, subset: v1}, weight: 90}
        - {destination: {host: order, subset: v1}, weight: 10}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: order}
spec:
  host: order
  trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}
  subsets:
    - {name: v1, labels: {version: v1}}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default}
spec:
  mtls:
    mode: STRICT
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  rules:
    - http:
        paths:
          - {pathType: Prefix, backend: {service: {name: order, port: {number: 80}}}}
"""


def found(workloads: str = WORKLOADS, traffic: str = TRAFFIC) -> list[tuple[str, str, int]]:
    files = {"workloads.yaml": workloads, "traffic.yaml": traffic}
    return [(each.code, each.file, each.line) for each in check_manifests(files)]


def test_manifests_that_work_together_have_no_findings():
    assert found() == []


WORKLOAD_FAULTS = {
    ("        app: order\n        version", "        app: orders\n        version"): [
        ("selector-misses-template", 8),
        ("service-selects-nothing", 32),
        ("budget-selects-nothing", 53),
        ("policy-selects-nothing", 59),
    ],
    ("  selector: {app: order}\n", "  selector: {app: odrer}\n"): [
        ("service-selects-nothing", 32),
    ],
    ("targetPort: http}", "targetPort: web}"): [("service-target-port-missing", 34)],
    ("targetPort: http}", "targetPort: 9090}"): [("service-target-port-undeclared", 34)],
    ("path: /ready, port: http", "path: /ready, port: htpp"): [("probe-port-missing", 26)],
    ("path: /ready, port: http", "path: /ready, port: 9000"): [("probe-port-undeclared", 26)],
    (
        "          readinessProbe:\n            httpGet: {path: /ready, port: http}\n",
        "",
    ): [("readiness-missing", 16)],
    ("kind: Deployment, name: order", "kind: Deployment, name: orders"): [
        ("autoscaler-target-missing", 40),
    ],
    ("minReplicas: 2", "minReplicas: 7"): [("autoscaler-range-reversed", 41)],
    ("requests: {cpu: 100m, ", "requests: {"): [("utilization-without-request", 16)],
    ("cpu: 100m", "cpu: 900m"): [("request-above-limit", 21)],
    ("memory: 128Mi", "memory: 128MB"): [("quantity-malformed", 21)],
    ("minAvailable: 1", "minAvailable: 2"): [("budget-blocks-drain", 51)],
    ("minAvailable: 1", "minAvailable: 100%"): [("budget-blocks-drain", 51)],
    ("minAvailable: 1", "maxUnavailable: 0"): [("budget-blocks-drain", 51)],
    ("port: 53}, {protocol: TCP, port: 53}", "port: 443}"): [("egress-forgets-dns", 61)],
    ("{protocol: UDP, port: 53}, ", ""): [("egress-forgets-dns", 61)],
}


@pytest.mark.parametrize("fault", WORKLOAD_FAULTS)
def test_a_fault_in_the_workloads_is_found_at_its_line(fault):
    assert WORKLOADS.count(fault[0]) == 1
    expected = [(code, "workloads.yaml", line) for code, line in WORKLOAD_FAULTS[fault]]
    got = found(workloads=WORKLOADS.replace(*fault))
    assert [each for each in got if each[1] == "workloads.yaml"] == expected


TRAFFIC_FAULTS = {
    ("{name: order, port: 80}", "{name: orders, port: 80}"): [("backend-missing", 8)],
    ("{name: order, port: 80}", "{name: order, port: 8080}"): [("backend-port-missing", 8)],
    ("{service: {name: order,", "{service: {name: shop,"): [("backend-missing", 46)],
    ("host: order, subset: v1}\n    - route", "host: odrer, subset: v1}\n    - route"): [
        ("backend-missing", 18),
        ("subset-undefined", 18),
    ],
    ("weight: 10}", "weight: 20}"): [("weights-not-100", 19)],
    ("host: order, subset: v1}, weight: 10", "host: order, subset: v2}, weight: 10"): [
        ("subset-undefined", 21),
    ],
    ("labels: {version: v1}", "labels: {version: v3}"): [("subset-selects-nothing", 30)],
    ("  host: order\n", "  host: shop\n"): [
        ("subset-undefined", 18),
        ("subset-undefined", 20),
        ("subset-undefined", 21),
        ("backend-missing", 27),
    ],
    ("mode: STRICT", "mode: PERMISSIVE"): [("mtls-not-strict", 37)],
    ("  mtls:\n    mode: STRICT\n", "  selector: {matchLabels: {app: order}}\n"): [
        ("mtls-not-strict", 35),
    ],
    ("mode: STRICT\n", "mode: STRICT\n  portLevelMtls: {8080: {mode: DISABLE}}\n"): [
        ("mtls-not-strict", 38),
    ],
    ("tls: {mode: ISTIO_MUTUAL}", "tls: {mode: DISABLE}"): [("tls-disabled-by-client", 28)],
}


@pytest.mark.parametrize("fault", TRAFFIC_FAULTS)
def test_a_fault_in_the_traffic_rules_is_found_at_its_line(fault):
    assert TRAFFIC.count(fault[0]) == 1
    expected = [(code, "traffic.yaml", line) for code, line in TRAFFIC_FAULTS[fault]]
    assert found(traffic=TRAFFIC.replace(*fault)) == expected


HEADER = """\
    - match: [{headers: {canary: {exact: "true"}}}]
      route:
        - destination: {host: order, subset: v1}
"""
WEIGHTS = """\
    - route:
        - {destination: {host: order, subset: v1}, weight: 90}
        - {destination: {host: order, subset: v1}, weight: 10}
"""


def test_a_header_behind_the_weights_is_found_with_the_route_that_hides_it():
    text = TRAFFIC.replace(HEADER + WEIGHTS, WEIGHTS + HEADER)
    (finding,) = check_manifests({"workloads.yaml": WORKLOADS, "traffic.yaml": text})
    assert (finding.code, finding.line) == ("canary-header-after-weights", 19)
    assert finding.params["catches"] == 16


def test_a_plain_route_behind_one_that_takes_everything_is_found():
    text = TRAFFIC.replace(WEIGHTS, WEIGHTS + WEIGHTS)
    assert found(traffic=text) == [("route-unreachable", "traffic.yaml", 22)]


def test_another_policy_for_the_same_pods_may_allow_dns():
    dns = WORKLOADS.rsplit("---\n", maxsplit=1)[-1].replace("name: order", "name: dns")
    closed = WORKLOADS.replace("port: 53}, {protocol: TCP, port: 53}", "port: 443}")
    assert found(workloads=f"{closed}---\n{dns}") == []


def test_a_service_of_another_namespace_is_no_backend():
    elsewhere = WORKLOADS.replace(
        "kind: Service\nmetadata: {", "kind: Service\nmetadata: {namespace: b, "
    )
    here = TRAFFIC.replace(
        "kind: HTTPRoute\nmetadata: {", "kind: HTTPRoute\nmetadata: {namespace: a, "
    )
    assert ("backend-missing", "traffic.yaml", 8) in found(elsewhere, here)


def test_text_that_is_not_yaml_is_a_finding_and_the_rest_is_still_checked():
    files = {
        "a.yaml": "kind: [\n",
        "b.yaml": "kind: PeerAuthentication\nmetadata: {name: a}\nspec: {}\n",
    }
    assert [(each.code, each.file) for each in check_manifests(files)] == [
        ("not-yaml", "a.yaml"),
        ("mtls-not-strict", "b.yaml"),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "3\n", "[a]\n", "kind: Deployment\nspec: 3\n", "kind: HTTPRoute\nspec: {rules: {}}\n"],
)
def test_manifests_of_a_strange_shape_do_not_break_the_checks(text):
    assert {finding.file for finding in check_manifests({"strange.yaml": text})} <= {"strange.yaml"}


@pytest.mark.parametrize("language", list(Language))
def test_every_fault_is_told_in_words(language):
    words = messages(language, "manifests")
    faults = [
        {"workloads.yaml": WORKLOADS.replace(*fault), "traffic.yaml": TRAFFIC}
        for fault in WORKLOAD_FAULTS
    ]
    faults += [
        {"workloads.yaml": WORKLOADS, "traffic.yaml": TRAFFIC.replace(*fault)}
        for fault in TRAFFIC_FAULTS
    ]
    faults.append(
        {
            "workloads.yaml": WORKLOADS,
            "traffic.yaml": TRAFFIC.replace(HEADER + WEIGHTS, WEIGHTS + WEIGHTS + HEADER),
        }
    )
    faults.append({"broken.yaml": "kind: [\n"})
    said = {
        finding.code: words.text(f"manifest-{finding.code}", **finding.params)
        for files in faults
        for finding in check_manifests(files)
    }
    assert all(said.values())
