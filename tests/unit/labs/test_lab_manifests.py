import base64
import copy
import json

import kubernetes_validate
import pytest

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from labs.commerce.spec import parse_spec
from labs.kubernetes.manifests.collector import ENDPOINT, SPANS
from labs.kubernetes.manifests.dressing import SPECIFICATION, SPECIFICATION_FILE, dressed
from labs.kubernetes.manifests.generated import generated_objects
from labs.kubernetes.manifests.pods import LAB_LABEL
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.planning import plan_lab
from labs.wiring.companions import with_companions
from tests.kubernetes.api_server import ApiServer
from tests.kubernetes.served import Kind
from tests.kubernetes.ways_in import straight_to
from workbench.usecases.shops import shop_blueprint

EVERYWHERE = "0.0.0.0"  # noqa: S104 - in a pod
MESH = {
    "networking.istio.io/v1": (
        Kind("virtualservices", "VirtualService"),
        Kind("destinationrules", "DestinationRule"),
    ),
    "security.istio.io/v1": (
        Kind("authorizationpolicies", "AuthorizationPolicy"),
        Kind("peerauthentications", "PeerAuthentication"),
    ),
}


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return shop_blueprint("reference", None)


def planned(blueprint, api):
    with straight_to(api) as cluster:
        return plan_lab(blueprint, "shop", cluster, "shop:1", KubernetesOptions(), None)


@pytest.fixture(scope="module")
def plan(blueprint):
    return planned(blueprint, ApiServer())[0]


def of_kind(plan, kind):
    return {o["metadata"]["name"]: o for o in plan.objects if o["kind"] == kind}


def decoded(plan, name, key):
    return base64.b64decode(of_kind(plan, "Secret")[name]["data"][key]).decode()


def test_what_a_lab_adds_and_changes_is_what_the_published_schemas_ask_for(plan, blueprint):
    names = set(with_companions(blueprint).services)
    own = [o for o in plan.objects if o["metadata"]["name"] not in names - {"order"}]
    assert {"Deployment", "Service", "ConfigMap", "NetworkPolicy"} <= {o["kind"] for o in own}
    for each in own:
        kubernetes_validate.validate(each, "1.34", strict=True)


def test_all_of_a_lab_is_in_its_namespace_which_comes_first(plan):
    first, *rest = plan.objects
    assert (first["kind"], first["metadata"]["name"]) == ("Namespace", "workbench-shop")
    assert first["metadata"]["labels"][LAB_LABEL] == "shop"
    assert {each["metadata"]["namespace"] for each in rest} == {"workbench-shop"}


def test_pods_come_after_all_that_they_read(plan):
    kinds = [each["kind"] for each in plan.objects]
    read = {"ConfigMap", "Secret", "ServiceAccount", "Service", "NetworkPolicy"}
    assert max(kinds.index(kind) for kind in read) < kinds.index("Deployment")


def test_a_generated_deployment_changes_only_in_what_runs_the_shop(blueprint):
    whole = with_companions(blueprint)
    objects = generated_objects(whole, "workbench-shop")
    (before,) = [
        o for o in objects if o["kind"] == "Deployment" and o["metadata"]["name"] == "order"
    ]
    after = copy.deepcopy(dressed(before, "order-1", "shop:1", "shop"))
    pod = after["spec"]["template"]["spec"]
    container = pod["containers"][0]
    assert container.pop("command")[-1] == "order-1"
    assert container.pop("image") == "shop:1"
    del after["metadata"]["labels"][LAB_LABEL], pod["shareProcessNamespace"]
    del after["spec"]["template"]["metadata"]["labels"][LAB_LABEL], container["imagePullPolicy"]
    assert [container["env"].pop()["name"] for _ in range(2)] == [ENDPOINT["name"], "SHOP_POD"]
    assert container["volumeMounts"].pop()["name"] == pod["volumes"].pop()["name"]
    del before["spec"]["template"]["spec"]["containers"][0]["image"]
    assert after == before


def test_every_secret_that_a_pod_names_is_there(plan):
    named = set()
    for each in of_kind(plan, "Deployment").values():
        for variable in each["spec"]["template"]["spec"]["containers"][0]["env"]:
            reference = variable.get("valueFrom", {}).get("secretKeyRef")
            named |= {(reference["name"], reference["key"])} if reference else set()
    there = {(n, key) for n, each in of_kind(plan, "Secret").items() for key in each["data"]}
    assert named <= there
    assert ("order-store", "url") in named


def test_the_specification_launches_every_deployment_under_the_name_it_is_given(plan):
    spec = parse_spec(decoded(plan, SPECIFICATION, SPECIFICATION_FILE).encode())
    instances = {each.instance: each for each in spec.deployables}
    for name, each in of_kind(plan, "Deployment").items():
        container = each["spec"]["template"]["spec"]["containers"][0]
        if "labs.commerce.serve" in container.get("command", ()):
            deployable = instances[container["command"][-1]]
            assert deployable.port == container["ports"][0]["containerPort"], name
            assert deployable.listen == EVERYWHERE
    assert spec.peers["orders"] == "http://order:80"
    assert spec.addresses("orders") == ("http://order:80",)


def test_spans_go_to_the_collector_and_into_a_file_that_a_pod_may_write(plan):
    spec = parse_spec(decoded(plan, SPECIFICATION, SPECIFICATION_FILE).encode())
    assert {each.traces for each in spec.deployables} == {SPANS}
    (port,) = of_kind(plan, "Service")["collector"]["spec"]["ports"]
    assert ENDPOINT["value"] == f"http://collector:{port['port']}"
    pod = of_kind(plan, "Deployment")["order"]["spec"]["template"]["spec"]["containers"][0]
    assert ENDPOINT in pod["env"]
    assert any(SPANS.startswith(f"{m['mountPath']}/") for m in pod["volumeMounts"])


def test_the_password_of_the_database_is_in_secrets_and_in_the_server_alone(plan):
    assert plan.password in decoded(plan, "order-store", "url")
    others = [o for o in plan.objects if o["kind"] != "Secret"]
    holders = [o["metadata"]["name"] for o in others if plan.password in json.dumps(o)]
    assert holders == ["postgres"]


@pytest.mark.parametrize("broker", ["kafka", "rabbitmq", "sns-sqs"])
def test_events_go_through_the_designed_broker_where_it_keeps_a_log(broker, blueprint):
    text = dump_blueprint(blueprint).replace("broker: nats", f"broker: {broker}")
    plan = planned(parse_blueprint(text, "blueprint.yaml"), ApiServer())[0]
    running = of_kind(plan, "Deployment").keys() & {"nats", "kafka", "rabbitmq"}
    assert running == {"nats" if broker == "sns-sqs" else broker}
    (name,) = running
    server, told = of_kind(plan, "Deployment")[name], decoded(plan, "broker", "url")
    kubernetes_validate.validate(server, "1.34", strict=True)
    spec = parse_spec(decoded(plan, SPECIFICATION, SPECIFICATION_FILE).encode())
    assert spec.broker == told
    assert told.startswith({"nats": "nats", "kafka": "kafka", "rabbitmq": "amqp"}[name])
    (port,) = of_kind(plan, "Service")[name]["spec"]["ports"]
    assert f"{name}:{port['port']}" in told
    assert plan.stands_in == ({"sns-sqs": "nats"} if broker == "sns-sqs" else {})


def test_databases_are_those_that_services_are_told_of(plan):
    script = of_kind(plan, "ConfigMap")["databases"]["data"]["databases.sql"]
    assert 'CREATE DATABASE "order";' in script
    assert plan.database_urls()["order"].endswith(f"@127.0.0.1:{plan.postgres_port}/order")


def test_the_gateway_leads_to_services_by_their_names(plan):
    files = of_kind(plan, "ConfigMap")["gateway"]["data"]
    assert "envoy.yaml" in files
    told = "".join(files.values())
    assert '"order"' in told or "address: order" in told


def test_kinds_that_the_cluster_does_not_serve_are_left_out_and_named(blueprint):
    served = ApiServer()
    served.kinds |= MESH
    plan, left_out = planned(blueprint, served)
    assert "VirtualService" in {each["kind"] for each in plan.objects}
    assert "VirtualService" not in left_out
    without, left_out = planned(blueprint, ApiServer())
    assert "VirtualService" not in {each["kind"] for each in without.objects}
    assert {"VirtualService", "AuthorizationPolicy"} <= set(left_out)


def test_in_a_mesh_the_gateway_and_the_world_outside_are_let_through(blueprint):
    served = ApiServer()
    served.kinds |= MESH
    policies = of_kind(planned(blueprint, served)[0], "AuthorizationPolicy")
    (rule,) = policies["lab-gateway"]["spec"]["rules"]
    assert rule["from"][0]["source"]["principals"] == ["*/ns/workbench-shop/sa/gateway"]
    assert "lab-outside" in policies


def test_servers_of_other_stores_come_where_they_are_chosen(blueprint):
    names = {w.name for w in planned(blueprint, ApiServer())[0].workloads}
    product = blueprint.services["product"].model_copy(update={"store": "mongodb"})
    chosen = {**blueprint.services, "product": product}
    other = blueprint.model_copy(update={"services": chosen})
    with_mongo = {w.name for w in planned(other, ApiServer())[0].workloads}
    assert with_mongo - names == {"mongodb"}
