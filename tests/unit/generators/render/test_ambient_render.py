"""An ambient mesh says what the sidecars say, by the means of a waypoint."""

import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.checker import check_manifests
from generators.checker.kustomizing import build, plain
from generators.render import render
from tests.shops import manifests, monolith, reference

CANARY = """\
  canaries:
    product:
      subsets: [v1, v2]
      weights: {v1: 90, v2: 10}
      headers: [{name: canary, value: "true", subset: v2}]
"""


def ambient(bp: Blueprint, *edits: tuple[str, str]) -> Blueprint:
    text = dump_blueprint(bp)
    for old, new in (("mode: sidecar\n", f"mode: ambient\n{CANARY}"), *edits):
        assert old in text
        text = text.replace(old, new)
    return parse_blueprint(text, "blueprint.yaml")


def objects(bp: Blueprint) -> list[dict]:
    files = render(bp, ["kubernetes", "mesh"])
    built = [build(files, f"{kind}/overlays/prod") for kind in ("kubernetes", "mesh")]
    return [plain(found) for each in built for found in each.objects]


SHOP = ambient(reference())
FOUND = objects(SHOP)


def the(kind: str, name: str) -> dict:
    (match,) = [o for o in FOUND if o["kind"] == kind and o["metadata"]["name"] == name]
    return match


def test_the_manifests_work_together_also_where_everything_is_one_service():
    whole = dump_blueprint(monolith()).replace("mode: sidecar", "mode: ambient")
    for bp in (SHOP, parse_blueprint(whole, "blueprint.yaml")):
        assert check_manifests(manifests(bp)) == []


def test_the_namespace_joins_the_mesh_without_sidecars_and_stays_restricted():
    labels = the("Namespace", "shop-prod")["metadata"]["labels"]
    assert labels["istio.io/dataplane-mode"] == "ambient"
    assert labels["istio.io/use-waypoint"] == "shop-waypoint"
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert "istio-injection" not in labels
    assert the("Gateway", "shop-waypoint")["spec"]["gatewayClassName"] == "istio-waypoint"


def test_requests_from_outside_go_through_the_waypoint_as_well():
    labels = the("Service", "order")["metadata"]["labels"]
    assert labels["istio.io/ingress-use-waypoint"] == "true"


def test_a_canary_is_a_route_to_an_address_for_each_release():
    route = the("HTTPRoute", "product-mesh")["spec"]
    assert [(each["kind"], each["name"]) for each in route["parentRefs"]] == [
        ("Service", "product")
    ]
    tested, everybody = route["rules"]
    assert tested["matches"] == [
        {"headers": [{"type": "Exact", "name": "canary", "value": "true"}]}
    ]
    assert [each["name"] for each in tested["backendRefs"]] == ["product-v2"]
    assert [(each["name"], each["weight"]) for each in everybody["backendRefs"]] == [
        ("product-v1", 90),
        ("product-v2", 10),
    ]
    assert the("Service", "product-v2")["spec"]["selector"] == {"app": "product", "version": "v2"}


def test_nothing_that_only_sidecars_know_is_left():
    assert "VirtualService" not in {each["kind"] for each in FOUND}
    rules = [each for each in FOUND if each["kind"] == "DestinationRule"]
    assert {"product", "product-v1", "product-v2"} <= {each["spec"]["host"] for each in rules}
    assert not any("subsets" in each["spec"] for each in rules)
    assert not any("tls" in each["spec"]["trafficPolicy"] for each in rules)


def test_the_waypoint_tells_callers_apart_and_the_pods_let_nobody_past_it():
    allowed = the("AuthorizationPolicy", "payment")["spec"]
    assert [each["name"] for each in allowed["targetRefs"]] == ["payment"]
    assert "selector" not in allowed
    assert allowed["rules"][0]["from"] == [{"source": {"serviceAccounts": ["shop-istio", "order"]}}]
    pods = the("AuthorizationPolicy", "payment-pods")["spec"]
    assert pods["selector"]["matchLabels"] == {"app": "payment"}
    assert pods["rules"][0]["from"][0]["source"]["serviceAccounts"] == [
        "shop-waypoint",
        "monitoring/prometheus",
    ]


def test_every_release_of_a_canary_is_guarded_under_each_of_its_addresses():
    guarded = the("AuthorizationPolicy", "product")["spec"]["targetRefs"]
    assert [each["name"] for each in guarded] == ["product", "product-v1", "product-v2"]


def test_the_network_opens_the_tunnel_and_the_probes_and_nothing_else():
    policy = the("NetworkPolicy", "payment")["spec"]
    ports = [[port["port"] for port in rule["ports"]] for rule in policy["ingress"]]
    assert ports == [[15008], [15008], [8080]]
    assert "169.254.7.127/32" in yaml.safe_dump(policy["ingress"][2])
    to_waypoint = [{"matchLabels": {"gateway.networking.k8s.io/gateway-name": "shop-waypoint"}}]
    # payment calls nobody, and fetches the keys that verify its callers' tokens
    for service in ("order", "payment"):
        egress = the("NetworkPolicy", service)["spec"]["egress"]
        led = [[peer.get("podSelector") for peer in rule.get("to", ())] for rule in egress]
        assert led.count(to_waypoint) == 1
