"""What well-kept public manifests do, and what must not be called an error in them."""

from textwrap import dedent

import pytest

from generators.checker import Severity, check_manifests

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers: [{name: cart, image: "cart:1", ports: [{name: http, containerPort: 8080}]}]
"""


def service(name: str, selector: str, target: str = "http") -> str:
    ports = f"[{{port: 80, targetPort: {target}}}]"
    head = f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}"
    return f"---\n{head}\nspec: {{selector: {{{selector}}}, ports: {ports}}}\n"


def worst(files: dict[str, str]) -> list[str]:
    """The codes of errors."""
    found = check_manifests({name: dedent(text) for name, text in files.items()})
    return [each.code for each in found if each.severity is Severity.ERROR]


def levels(files: dict[str, str], code: str) -> list[str]:
    """How bad each finding of a code is."""
    found = check_manifests({name: dedent(text) for name, text in files.items()})
    return [each.severity.value for each in found if each.code == code]


@pytest.mark.parametrize("selector", ["app: crat", "name: cart"])
def test_pods_that_are_like_the_wanted_ones_make_a_missing_selection_an_error(selector):
    files = {"shop/cart.yaml": DEPLOYMENT, "shop/service.yaml": service("carts", selector)}
    assert levels(files, "service-selects-nothing") == ["error"]


def test_a_workload_of_the_services_name_is_meant_wherever_it_stands():
    files = {"apps/cart.yaml": DEPLOYMENT, "net/service.yaml": service("cart", "tier: web")}
    assert levels(files, "service-selects-nothing") == ["error"]


def test_pods_of_another_folder_say_nothing_about_those_of_a_chart():
    files = {"apps/cart.yaml": DEPLOYMENT, "net/service.yaml": service("grafana", "role: grafana")}
    assert levels(files, "service-selects-nothing") == ["warning"]


@pytest.mark.parametrize("selector", ["prometheus: k8s", "part: monitoring, role: scraper"])
def test_an_operator_makes_the_pods_of_its_own_objects(selector):
    custom = """\
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: k8s, labels: {part: monitoring, role: scraper}}
    spec: {}
    """
    files = {"a.yaml": DEPLOYMENT, "b.yaml": custom, "c.yaml": service("cart", selector)}
    assert levels(files, "service-selects-nothing") == []


def test_a_stateful_set_names_its_pods_in_a_label_of_theirs():
    one = service("cart-0", "app: cart, statefulset.kubernetes.io/pod-name: cart-0")
    assert levels({"a.yaml": DEPLOYMENT + one}, "service-selects-nothing") == []


def test_a_rollout_makes_pods_and_can_be_scaled():
    rollout = DEPLOYMENT.replace("apps/v1", "argoproj.io/v1alpha1").replace("Deployment", "Rollout")
    scaler = """\
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: NAME}
"""
    sound = rollout + service("cart", "app: cart") + scaler.replace("NAME", "cart")
    assert worst({"a.yaml": sound}) == []
    assert worst({"a.yaml": rollout + scaler.replace("NAME", "crat")}) == [
        "autoscaler-target-missing"
    ]


def test_a_port_that_is_a_number_need_not_be_declared_and_a_name_must():
    number, name = (service("cart", "app: cart", target) for target in ("9090", "grpc"))
    assert levels({"a.yaml": DEPLOYMENT + number}, "service-target-port-undeclared") == ["warning"]
    assert worst({"a.yaml": DEPLOYMENT + name}) == ["service-target-port-missing"]


ROUTE = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  rules:
  - http:
      paths: [{path: /, pathType: Prefix, backend: {service: {name: NAME, port: {PORT}}}}]
"""


@pytest.mark.parametrize(
    ("file", "name", "level"),
    [
        ("shop/route.yaml", "grafana", "error"),
        ("edge/route.yaml", "grafana", "warning"),
        ("edge/route.yaml", "carts", "error"),
    ],
)
def test_a_backend_is_missed_where_services_stand_beside_or_one_is_meant(file, name, level):
    route = ROUTE.replace("NAME", name).replace("PORT", "number: 80")
    files = {"shop/cart.yaml": DEPLOYMENT + service("cart", "app: cart"), file: route}
    assert levels(files, "backend-missing") == [level]


def test_a_backend_that_an_annotation_spells_out_is_no_service():
    route = ROUTE.replace("NAME", "redirect").replace("PORT", "name: use-annotation")
    assert worst({"a.yaml": DEPLOYMENT + service("cart", "app: cart") + "---\n" + route}) == []


def test_of_gateways_of_one_name_that_of_the_same_folder_is_meant():
    gateway = """\
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: edge}
    spec: {gatewayClassName: istio, listeners: [{name: NAME, port: 80, protocol: HTTP}]}
    """
    route = """\
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: shop}
    spec: {parentRefs: [{name: edge, sectionName: https}]}
    """
    files = {"a/gateway.yaml": gateway.replace("NAME", "tls"), "b/route.yaml": route}
    assert worst(files) == ["listener-missing"]
    assert worst(files | {"b/gateway.yaml": gateway.replace("NAME", "https")}) == []


EGRESS = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart}
spec: {podSelector: {}, policyTypes: [Egress], egress: RULES}
"""


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ("[]", []),
        ("[{ports: [{port: 6443}]}]", []),
        ("[{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]", []),
        ("[{ports: [{port: 443}]}]", ["egress-forgets-dns"]),
        ("[{to: [{podSelector: {}}], ports: [{port: 5432}]}]", ["egress-forgets-dns"]),
    ],
)
def test_only_who_calls_by_name_needs_dns(rules, codes):
    assert worst({"a.yaml": EGRESS.replace("RULES", rules)}) == codes


def test_a_report_that_only_looks_like_an_object_needs_no_name():
    assert worst({"a.yaml": "apiVersion: gateway.networking.k8s.io/v1\nkind: Report\nx: 1\n"}) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name: {{ .Values.name }}\n", "helm-template"),
        ("port: {{ env PORT }}\n", "template"),
        ("{% raw %}\nkind: Secret\n", "template"),
        ("a: 1\n%{ if tls }\nb: 2\n", "template"),
        ("a: 1\n   b: 2\n", "not-yaml"),
    ],
)
def test_a_template_of_any_engine_is_told_from_broken_yaml(text, code):
    assert [each.code for each in check_manifests({"a.yaml": text})] == [code]


def test_a_number_with_an_exponent_is_a_quantity():
    limits = "image: cart:1, resources: {limits: {memory: 1e9}, requests: {memory: 2e9}}"
    files = {"a.yaml": DEPLOYMENT.replace('image: "cart:1"', limits)}
    assert worst(files) == ["request-above-limit"]


@pytest.mark.parametrize("kind", ["HTTPRoute", "GRPCRoute", "TCPRoute"])
@pytest.mark.parametrize(
    "rule",
    [
        "{backendRefs: [{name: carts, port: 80}]}",
        "{filters: [{requestMirror: {backendRef: {name: carts, port: 80}}}]}",
    ],
)
def test_every_kind_of_route_sends_to_services_that_exist(kind, rule):
    route = f"""\
---
apiVersion: gateway.networking.k8s.io/v1
kind: {kind}
metadata: {{name: shop}}
spec: {{rules: [{rule}]}}
"""
    files = {"a.yaml": DEPLOYMENT + service("cart", "app: cart") + route}
    assert levels(files, "backend-missing") == ["error"]
    other = {"a.yaml": files["a.yaml"].replace("name: carts", "namespace: else, name: carts")}
    open_namespace = other["a.yaml"].replace("{name: cart}", "{name: cart, namespace: shop}")
    assert levels({"a.yaml": open_namespace}, "backend-missing") == []


def test_an_ingress_sends_the_rest_to_a_service_that_exists():
    backend = "{service: {name: carts, port: {number: 80}}}"
    head = "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop}\n"
    rest = f"{head}spec: {{defaultBackend: {backend}}}\n"
    files = {"a.yaml": DEPLOYMENT + service("cart", "app: cart") + rest}
    assert worst(files) == ["backend-missing"]


def test_a_probe_by_grpc_asks_a_port_too():
    probe = "image: cart:1, readinessProbe: {grpc: {port: 9090}}"
    files = {"a.yaml": DEPLOYMENT.replace('image: "cart:1"', probe)}
    assert levels(files, "probe-port-undeclared") == ["warning"]
