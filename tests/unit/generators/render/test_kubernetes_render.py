"""Generated manifests are valid, fit together, and say what the blueprint says."""

import kubernetes_validate
import pytest
import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.checker import check_manifests
from generators.checker.kustomizing import build, plain
from generators.render import render
from tests.shops import in_the_cloud, manifests, monolith, reference

KUBERNETES = "1.34"
FETCH = {"methods": ["GET"], "paths": ["/api/v1/authentication/jwks"]}
CANARY = """\
  canaries:
    product:
      subsets: [v1, v2]
      weights: {v1: 90, v2: 10}
      headers: [{name: canary, value: "true", subset: v2}]
"""


def changed(*edits: tuple[str, str]) -> Blueprint:
    text = dump_blueprint(reference())
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return parse_blueprint(text, "blueprint.yaml")


def with_canary() -> Blueprint:
    return changed(("  mtls: strict\n", "  mtls: strict\n" + CANARY))


def with_ingress() -> Blueprint:
    return changed(("ingress: gateway-api", "ingress: ingress"))


SHOPS = {
    "reference": reference(),
    "monolith": monolith(),
    "canary": with_canary(),
    "ingress": with_ingress(),
}


def objects(bp: Blueprint, environment: str) -> list[dict]:
    files = render(bp, ["kubernetes", "mesh"])
    built = [build(files, f"{kind}/overlays/{environment}") for kind in ("kubernetes", "mesh")]
    assert [finding for each in built for finding in each.findings] == []
    return [plain(found) for each in built for found in each.objects]


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
    text = yaml.safe_dump_all(objects(SHOPS[name], environment))
    assert check_manifests({f"{environment}.yaml": text}) == []


@pytest.mark.parametrize("name", SHOPS)
def test_an_overlay_says_in_few_lines_how_a_service_differs(name: str):
    overlays = {
        path: text.count("\n")
        for path, text in render(SHOPS[name], ["kubernetes", "mesh"]).items()
        if "/overlays/" in path and path.count("/") > 3
    }
    assert len(overlays) == 3 * len(SHOPS[name].services)
    assert max(overlays.values()) <= 30


def test_a_service_is_built_alone_into_the_namespace_of_its_environment():
    built = build(render(reference(), ["kubernetes"]), "kubernetes/overlays/prod/order")
    found = [plain(each) for each in built.objects]
    assert {each["metadata"]["namespace"] for each in found} == {"shop-prod"}
    (container,) = the(found, "Deployment", "order")["spec"]["template"]["spec"]["containers"]
    assert container["image"] == "registry.example.com/shop/order:1.0.0"


def test_where_services_are_is_read_from_a_map_that_changes_its_name_with_its_values():
    found = objects(reference(), "prod")
    (own,) = (e for e in found if e["kind"] == "ConfigMap" and "SHIPPING_URL" in e["data"])
    (container,) = the(found, "Deployment", "order")["spec"]["template"]["spec"]["containers"]
    assert own["data"]["PAYMENT_URL"] == "http://payment"
    assert container["envFrom"] == [{"configMapRef": {"name": own["metadata"]["name"]}}]


def variables(found: list[dict], service: str) -> dict[str, str]:
    (container,) = the(found, "Deployment", service)["spec"]["template"]["spec"]["containers"]
    maps = [each["configMapRef"]["name"] for each in container["envFrom"]]
    return {k: v for name in maps for k, v in the(found, "ConfigMap", name)["data"].items()}


def test_who_is_reached_by_customers_finds_the_keys_that_verify_their_tokens():
    found = objects(reference(), "prod")
    path = "/api/v1/authentication/jwks"
    assert variables(found, "cart")["KEYS_URL"] == f"http://user{path}"
    assert variables(found, "user")["KEYS_URL"] == f"http://127.0.0.1:8080{path}"


def test_the_network_and_the_mesh_let_keys_be_fetched_by_those_who_need_them():
    found = objects(reference(), "prod")
    readers = {
        each["metadata"]["name"]
        for each in found
        if each["kind"] == "Deployment"
        and "http://user/" in variables(found, each["metadata"]["name"]).get("KEYS_URL", "")
    }
    assert "cart" in readers
    holder = {"podSelector": {"matchLabels": {"app": "user"}}}
    come = the(found, "NetworkPolicy", "user")["spec"]["ingress"][0]["from"]
    let_in = {each["podSelector"]["matchLabels"].get("app") for each in come}
    assert readers <= let_in
    for name in readers:
        egress = the(found, "NetworkPolicy", name)["spec"]["egress"]
        assert any(holder in rule.get("to", ()) for rule in egress)
    rules = the(found, "AuthorizationPolicy", "user")["spec"]["rules"]
    fetching = [rule for rule in rules if rule.get("to") == [{"operation": FETCH}]]
    accounts = {a for r in fetching for s in r["from"] for a in s["source"]["serviceAccounts"]}
    assert accounts == readers


def test_rules_of_ones_own_for_the_mesh_leave_the_keys_within_reach():
    closed = changed(
        ("  mtls: strict\n", "  mtls: strict\n  authorization: [{callee: user, callers: [cart]}]\n")
    )
    rules = the(objects(closed, "prod"), "AuthorizationPolicy", "user")["spec"]["rules"]
    assert [rule.get("to") for rule in rules] == [None, [{"operation": FETCH}]]


def test_an_environment_has_its_own_version_and_host_where_it_names_them():
    prod = "prod:\n      namespace: shop-prod\n"
    own = prod + "      version: 2.0.0\n      host: shop.example.org\n"
    found = objects(changed((prod, own)), "prod")
    (container,) = the(found, "Deployment", "cart")["spec"]["template"]["spec"]["containers"]
    assert container["image"].endswith(":2.0.0")
    assert the(found, "HTTPRoute", "shop")["spec"]["hostnames"] == ["shop.example.org"]
    assert the(found, "Gateway", "shop")["spec"]["listeners"][0]["hostname"] == "shop.example.org"
    plain_way = changed((prod, own), ("ingress: gateway-api", "ingress: ingress"))
    (rule,) = the(objects(plain_way, "prod"), "Ingress", "shop")["spec"]["rules"]
    assert rule["host"] == "shop.example.org"


def test_secrets_are_fetched_by_name_and_place_where_an_operator_makes_them():
    fetched = changed(("ingress: gateway-api", "secrets: external-secrets"))
    found = objects(fetched, "prod")
    secrets = {each["metadata"]["name"]: each for each in found if each["kind"] == "ExternalSecret"}
    assert {"order-store", "broker"} <= set(secrets)
    assert secrets["order-store"]["metadata"]["namespace"] == "shop-prod"
    assert secrets["order-store"]["spec"]["data"] == [
        {"secretKey": "url", "remoteRef": {"key": "shop-prod/order-store", "property": "url"}}
    ]
    assert check_manifests(manifests(fetched)) == []


@pytest.mark.parametrize("secrets", ["by-hand", "external-secrets"])
def test_no_value_of_a_secret_stands_in_any_file(secrets: str):
    bp = changed(("ingress: gateway-api", f"secrets: {secrets}"))
    for environment in ("dev", "prod"):
        found = objects(bp, environment)
        assert "Secret" not in {each["kind"] for each in found}
        assert ("ExternalSecret" in {each["kind"] for each in found}) == (secrets != "by-hand")


def test_kafkas_topics_are_declared_with_as_many_copies_as_there_are_brokers():
    kafka = changed(("broker: nats", "broker: kafka"))
    for environment, copies, written in (("dev", 1, 1), ("prod", 3, 2)):
        orders = the(objects(kafka, environment), "KafkaTopic", "orders")
        assert orders["metadata"]["labels"] == {"strimzi.io/cluster": "kafka"}
        assert orders["spec"]["replicas"] == copies
        assert orders["spec"]["config"] == {"min.insync.replicas": written}
        assert orders["spec"]["partitions"] == kafka.events.topics["orders"].partitions
    elsewhere = changed(
        ("broker: nats", "broker: kafka"), ("ingress: gateway-api", "topics: elsewhere")
    )
    for bp in (elsewhere, reference()):
        assert "KafkaTopic" not in {each["kind"] for each in objects(bp, "prod")}


def test_a_budget_that_would_stop_every_drain_is_left_out_where_replicas_are_fixed():
    budget = changed(("max_unavailable: 1", "min_available: 1"))
    dev = {each["kind"] for each in objects(budget, "dev")}
    assert "PodDisruptionBudget" not in dev
    assert "PodDisruptionBudget" in {each["kind"] for each in objects(budget, "prod")}


def test_the_network_lets_in_callers_and_who_reads_the_metrics_and_nobody_else():
    payment = the(objects(reference(), "prod"), "NetworkPolicy", "payment")["spec"]["ingress"]
    callers, metrics = payment
    assert [each["podSelector"]["matchLabels"] for each in callers["from"]] == [
        {"gateway.networking.k8s.io/gateway-name": "shop"},
        {"app": "order"},
    ]
    (reader,) = metrics["from"]
    assert reader["namespaceSelector"]["matchLabels"] == {
        "kubernetes.io/metadata.name": "monitoring"
    }
    closed = the(objects(reference(), "prod"), "NetworkPolicy", "nothing-by-default")["spec"]
    assert closed == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@pytest.mark.parametrize(("broker", "port"), [("kafka", 9098), ("sns-sqs", 443)])
def test_a_service_reaches_a_broker_at_aws_and_the_agent_that_says_who_it_is(
    broker: str, port: int
):
    agent = {
        "to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}],
        "ports": [{"protocol": "TCP", "port": 80}],
    }
    found = objects(in_the_cloud(reference(), broker), "prod")
    order = the(found, "NetworkPolicy", "order")["spec"]["egress"]
    assert agent in order
    assert {"protocol": "TCP", "port": port} in [each for rule in order for each in rule["ports"]]
    for bp in (in_the_cloud(reference(), "nats"), changed(("broker: nats", f"broker: {broker}"))):
        assert agent not in the(objects(bp, "prod"), "NetworkPolicy", "order")["spec"]["egress"]


def test_a_plain_ingress_is_read_by_a_controller_in_a_namespace_of_its_own():
    found = objects(with_ingress(), "prod")
    callers = the(found, "NetworkPolicy", "payment")["spec"]["ingress"][0]["from"]
    assert callers[0]["namespaceSelector"]["matchLabels"] == {
        "kubernetes.io/metadata.name": "traefik"
    }
    (rule,) = the(found, "AuthorizationPolicy", "payment")["spec"]["rules"]
    assert rule["from"][0]["source"]["serviceAccounts"] == ["traefik/traefik", "order"]


def test_the_gateway_counts_all_requests_together():
    (patch,) = the(objects(reference(), "prod"), "EnvoyFilter", "gateway-limit")["spec"][
        "configPatches"
    ]
    bucket = patch["patch"]["value"]["typed_config"]["token_bucket"]
    assert (bucket["max_tokens"], patch["match"]["context"]) == (1000, "GATEWAY")
    for bp in (with_ingress(), changed(("ingress: gateway-api", "ingress: none"))):
        assert "EnvoyFilter" not in {each["kind"] for each in objects(bp, "prod")}


def test_the_monitoring_alone_reads_the_metrics_of_the_gateways_own_proxy():
    everybody, monitoring = the(objects(reference(), "prod"), "NetworkPolicy", "gateway")["spec"][
        "ingress"
    ]
    assert everybody == {"ports": [{"protocol": "TCP", "port": 443}]}
    assert monitoring["ports"] == [{"protocol": "TCP", "port": 15020}]
    assert monitoring["from"] == [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    ]


def test_without_a_way_in_the_gateway_is_nobodys_caller():
    found = objects(changed(("ingress: gateway-api", "ingress: none")), "prod")
    assert "shop-istio" not in yaml.safe_dump(found)
    assert "gateway-name" not in yaml.safe_dump(found)


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


def test_the_gateway_shares_out_what_comes_from_outside_as_the_mesh_does_inside():
    found = objects(with_canary(), "prod")
    rules = the(found, "HTTPRoute", "product-way-in")["spec"]["rules"]
    tested, everybody = rules[:2]
    assert tested["matches"][0]["headers"][0]["value"] == "true"
    assert [each["name"] for each in tested["backendRefs"]] == ["product-v2"]
    assert [(each["name"], each["weight"]) for each in everybody["backendRefs"]] == [
        ("product-v1", 90),
        ("product-v2", 10),
    ]
    shared = the(found, "HTTPRoute", "shop")["spec"]["rules"]
    assert not any(each["name"] == "product" for rule in shared for each in rule["backendRefs"])
    assert the(found, "Service", "product-v2")["spec"]["selector"]["version"] == "v2"


def test_who_may_call_is_exactly_the_call_graph():
    policy = the(objects(reference(), "prod"), "AuthorizationPolicy", "payment")
    (rule,) = policy["spec"]["rules"]
    assert rule["from"] == [{"source": {"serviceAccounts": ["shop-istio", "order"]}}]


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
