"""Gateways, routes, policies and accounts that do not fit together are found."""

import pytest

from content.messages import Language, messages
from generators.checker import check_manifests

SOUND = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: cart}
---
apiVersion: v1
kind: Pod
metadata: {name: cart, labels: {app: cart}}
spec:
  serviceAccountName: cart
  securityContext: {runAsNonRoot: true}
  containers:
    - name: cart
      image: cart:1
      resources: {requests: {cpu: 1}}
      livenessProbe: {exec: {command: [live]}}
      readinessProbe: {exec: {command: [ready]}}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80}, {name: grpc, port: 90}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: shop}
spec:
  gatewayClassName: istio
  listeners: [{name: https, port: 443, protocol: HTTPS}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: cart}
spec:
  parentRefs: [{name: shop, sectionName: https}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  rules:
    - from: [{source: {principals: ["cluster.local/ns/a/sa/shop-istio", "*/sa/x"]}}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ambient}
spec:
  targetRefs: [{kind: Service, name: cart}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart}
spec:
  hosts: [cart]
  gateways: [edge, mesh]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: outside}
spec:
  hosts: [cart]
  gateways: [edge]
"""
FAULTS = {
    ("[{name: shop, section", "[{name: shpo, section"): ("gateway-missing", 40, 23, "shop"),
    ("sectionName: https", "sectionName: http"): ("listener-missing", 40, 42, "https"),
    ("gateways: [edge, mesh]", "gateways: [egde, mesh]"): ("gateway-missing", 61, 14, "edge"),
    ("sa/shop-istio", "sa/nobody"): ("principal-unknown", 48, 37, ""),
    ("{matchLabels: {app: cart}}", "{matchLabels: {app: crat}}"): (
        "policy-selects-nothing",
        46,
        14,
        "",
    ),
    ("{kind: Service, name: cart}", "{kind: Service, name: carts}"): (
        "policy-target-missing",
        54,
        38,
        "cart",
    ),
    ("  gateways: [edge]\n", ""): ("host-routed-twice", 67, 11, ""),
    ("{name: grpc, port: 90}", "{port: 90}"): ("service-port-unnamed", 23, 35, ""),
    ("istio.io/v1\nkind: Gateway", "istio.io/v1beta1\nkind: Gateway"): (
        "api-deprecated",
        32,
        13,
        "",
    ),
    ("apiVersion: v1\nkind: Pod\n", "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\n"): (
        "api-gone",
        5,
        13,
        "",
    ),
}


def told(text: str) -> list[tuple[str, int, int, str]]:
    found = check_manifests({"a.yaml": text})
    for each in found:
        for language in Language:
            assert messages(language, "manifests").text(f"manifest-{each.code}", **each.params)
    return [(each.code, each.line, each.column, each.suggestion) for each in found]


def test_a_mesh_that_fits_together_has_no_findings():
    assert told(SOUND) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_mesh_is_found_at_line_and_column(fault):
    assert SOUND.count(fault[0]) == 1
    assert FAULTS[fault] in told(SOUND.replace(*fault))


def test_a_caller_without_a_proxy_is_told_when_plain_text_is_refused():
    strict = """\
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default}
spec: {mtls: {mode: STRICT}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: old}
spec:
  selector: {}
  template:
    metadata: {labels: {sidecar.istio.io/inject: "false"}}
"""
    assert ("caller-outside-mesh", 12, 5, "") in told(strict)
    assert told(strict.replace('"false"', '"true"')) == []


def test_a_reference_is_not_judged_where_the_files_bring_nothing_of_its_kind():
    alone = SOUND[SOUND.index("apiVersion: security") :]
    assert told(alone) == []


def test_a_policy_that_closes_everything_relies_on_those_that_open():
    closed = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec: {podSelector: {}, policyTypes: [Egress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart}
spec:
  podSelector: {matchLabels: {app: APP}}
  egress: [{}]
---
"""
    assert told(closed.replace("APP", "cart") + SOUND) == []
    assert [code for code, *_ in told(closed.replace("APP", "crat") + SOUND)] == [
        "policy-selects-nothing",
    ]


ACCOUNTS = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: cart, namespace: shop}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart, namespace: shop}
spec:
  rules:
    - from: [{source: {serviceAccounts: [CALLER]}}]
"""
ROUTE = """\
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: cart, namespace: shop}
spec: {parentRefs: [{name: shop}]}
"""
WAYPOINT = """\
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: waypoint, namespace: shop}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
"""


def test_a_caller_named_by_its_account_exists_and_a_slip_is_told_with_what_was_meant():
    assert told(ACCOUNTS.replace("CALLER", "cart")) == []
    assert told(ACCOUNTS.replace("CALLER", "crat")) == [("principal-unknown", 10, 42, "cart")]
    assert told(ACCOUNTS.replace("CALLER", "elsewhere/prometheus")) == []


def test_the_account_of_a_gateway_exists_only_where_something_makes_that_gateway():
    named = ACCOUNTS.replace("CALLER", "shop-istio")
    assert [code for code, *_ in told(named)] == ["principal-unknown"]
    assert told(named + ROUTE) == []
    waypoint = ACCOUNTS.replace("CALLER", "waypoint")
    assert [code for code, *_ in told(waypoint)] == ["principal-unknown"]
    assert told(waypoint + WAYPOINT) == []
