"""What is wrong inside one workload, and with what it reads, is found at its place."""

import pytest

from content.messages import Language, messages
from generators.checker import check_manifests

SOUND = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      serviceAccountName: cart
      securityContext: {runAsNonRoot: true}
      containers:
        - name: cart
          image: shop/cart:1.2
          env:
            - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: cart, key: password}}}
            - {name: LEVEL, valueFrom: {configMapKeyRef: {name: cart, key: level}}}
            - {name: MODE, value: fast}
          ports: [{name: http, containerPort: 8080}]
          resources: {requests: {cpu: 100m}}
          volumeMounts:
            - {name: settings, mountPath: /etc/cart}
            - {name: data, mountPath: /data}
        - name: proxy
          image: registry:5000/proxy@sha256:abc
          ports: [{name: proxy, containerPort: 9090}]
          resources: {requests: {cpu: 100m}}
      volumes:
        - {name: settings, configMap: {name: cart, items: [{key: level, path: level}]}}
        - {name: more, persistentVolumeClaim: {claimName: more}}
  volumeClaimTemplates:
    - metadata: {name: data}
---
{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "cart", "namespace": "shop"}}
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: cart}, data: {level: info}}
  - {apiVersion: v1, kind: Secret, metadata: {name: cart}, data: {password: eA==}}
  - {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: more}}
"""

FAULTS = {
    ("apps/v1\nkind: S", "apps/v1beta1\nkind: S"): ("api-removed", 1, 13, ""),
    ("{name: cart, namespace: shop}\ns", "{name: Cart, namespace: shop}\ns"): (
        "name-malformed",
        3,
        18,
        "",
    ),
    ("{name: cart, namespace: shop}\ns", "{namespace: shop}\ns"): ("name-missing", 3, 1, ""),
    ("namespace: shop}\ns", "namespace: shpo}\ns"): ("namespace-unknown", 3, 35, "shop"),
    ("Name: cart", "Name: crat"): ("account-missing", 9, 27, "cart"),
    ("{runAsNonRoot: true}", "{runAsUser: 0}"): ("runs-as-root", 10, 36, ""),
    ("{runAsNonRoot: true}", "{}"): ("root-not-refused", 12, 11, ""),
    ("cart:1.2", "cart"): ("image-not-pinned", 13, 18, ""),
    ("cart:1.2", "cart:latest"): ("image-not-pinned", 13, 18, ""),
    ("{name: cart, key: password}", "{name: crat, key: password}"): (
        "secret-missing",
        15,
        68,
        "cart",
    ),
    ("key: password", "key: pasword"): ("config-key-missing", 15, 79, "password"),
    ("{name: cart, key: level}}", "{name: carts, key: level}}"): (
        "config-missing",
        16,
        65,
        "cart",
    ),
    ("{name: MODE, value: fast}", "{name: API_KEY, value: h8Xk2}"): (
        "secret-in-plain",
        17,
        38,
        "",
    ),
    ("value: fast", "value: 'postgres://cart:h8Xk2@db/cart'"): ("secret-in-plain", 17, 35, ""),
    ("ports: [{name: http, ", "ports: [{name: proxy, "): ("port-name-shared", 25, 26, ""),
    ("containerPort: 8080", "containerPort: 9090"): ("port-twice", 25, 48, ""),
    ("- {name: settings, mount", "- {name: setting, mount"): (
        "mount-undeclared",
        21,
        22,
        "settings",
    ),
    ("mountPath: /data", "mountPath: /etc/cart"): ("mount-path-twice", 22, 39, ""),
    ("- name: proxy", "- name: cart"): ("container-twice", 23, 17, ""),
    ("proxy@sha256:abc\n", "proxy@sha256:abc\n          securityContext: {privileged: true}\n"): (
        "privileged",
        25,
        41,
        "",
    ),
    ("      volumes:\n", "      hostNetwork: true\n      volumes:\n"): (
        "host-namespace",
        27,
        20,
        "",
    ),
    (
        "{name: settings, configMap: {name: cart, items: [{key: level, path: level}]}}",
        ("{name: settings, hostPath: {path: /etc}}"),
    ): ("host-path", 28, 45, ""),
    ("[{key: level,", "[{key: levels,"): ("config-key-missing", 28, 66, "level"),
    ("claimName: more", "claimName: mroe"): ("claim-missing", 29, 59, "more"),
    ("9090}]\n          resources: {requests: {cpu: 100m}}\n", "9090}]\n"): (
        "requests-missing",
        23,
        11,
        "",
    ),
    ("data: {level: info}", "data: {level: info, token: h8Xk2}"): ("secret-in-plain", 39, 90, ""),
}


def test_a_sound_workload_has_no_findings():
    assert check_manifests({"a.yaml": SOUND}) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_workload_is_found_at_line_and_column(fault):
    assert SOUND.count(fault[0]) == 1
    found = check_manifests({"a.yaml": SOUND.replace(*fault)})
    told = [(each.code, each.line, each.column, each.suggestion) for each in found]
    assert FAULTS[fault] in told
    for each in found:
        for language in Language:
            assert messages(language, "manifests").text(f"manifest-{each.code}", **each.params)
