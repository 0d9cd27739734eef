"""What works and will hurt is a warning: at its place, and never a reason to refuse."""

import ast
from pathlib import Path

import pytest

import generators.blueprint.advice
import generators.blueprint.rules
from content.messages import Language, messages
from decomposer.documents import Problem, parse_yaml
from exercises.base import base_blueprint
from generators.blueprint import judged
from generators.blueprint.events import BY_SUBJECT
from generators.blueprint.services import RECORD_STORES
from generators.blueprint.wording import problem_text, warning_line
from generators.render.service.adapters import BROKERS, STORES
from tests.unit.generators.blueprint.test_blueprint_rules import BASE
from tests.unit.generators.blueprint.test_blueprint_rules import CASES as RULE_CASES

REFUNDS = "payments: {producers: [payment], consumers: [order]}"
KAFKA = "events:\n  broker: kafka"
EDGES = f"{BASE}communication:\n  edges:\n"
TWICE_MORE = "retries: 2, idempotent: true"
MESH = f"{BASE}mesh:\n"
SIGNING = BASE.replace("[payments]", "[payments, authentication]")
ALL_REACHED = (
    f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 100}}\n"
    "    - {caller: payment, callee: inventory, timeout_ms: 100}\n"
    "gateway:\n  routes: [{prefix: /x, service: order}]\n"
    f"events:\n  topics:\n    {REFUNDS}\n"
    "    orders: {producers: [order], consumers: [inventory]}\n"
)
ENTERED = f"{BASE}deployment: {{}}\ngateway:\n  routes: [{{prefix: /x, service: order}}]\n"
OFF_CLUSTER = ("retries-off-cluster", "limit-off-cluster", "token-off-cluster")


def warnings(text: str) -> tuple[Problem, ...]:
    return judged(parse_yaml(text, "blueprint.yaml")).warnings


CASES = {
    "store-unsupported": (
        BASE.replace("[payments]", "[payments, search], store: mongodb"),
        (4, 49),
        "mongodb",
    ),
    "store-forgets": (
        BASE.replace("[payments]", "[payments], store: valkey"),
        (4, 41),
        "valkey",
    ),
    "service-unreached": (ALL_REACHED, (6, 3), "shipping"),
    "discovery-without-registry": (
        f"{BASE}communication: {{discovery: client-side}}\n",
        (7, 28),
        "client-side",
    ),
    "retries-not-idempotent": (
        f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 100, retries: 2}}\n",
        (9, 66),
        "order → payment",
    ),
    "call-without-timeout": (
        f"{EDGES}    - {{caller: order, callee: payment}}\n",
        (9, 7),
        "order → payment",
    ),
    "notice-with-policy": (
        f"{EDGES}    - {{caller: order, callee: payment, style: async, timeout_ms: 100}}\n",
        (9, 66),
        "order → payment",
    ),
    "sync-cycle": (
        (
            f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 9}}\n"
            "    - {caller: payment, callee: shipping, timeout_ms: 9}\n"
            "    - {caller: shipping, callee: order, timeout_ms: 9}\n"
        ),
        (9, 7),
        "order → payment → shipping → order",
    ),
    "caller-gives-up-first": (
        (
            f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 250}}\n"
            f"    - {{caller: payment, callee: shipping, timeout_ms: 99, {TWICE_MORE}}}\n"
        ),
        (9, 52),
        "250",
    ),
    "gateway-gives-up-first": (
        (
            f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 250}}\n"
            "gateway:\n  routes:\n    - {prefix: /x, service: order, timeout_ms: 200}\n"
        ),
        (12, 48),
        "200",
    ),
    "retries-multiply": (
        (
            f"{EDGES}"
            f"    - {{caller: order, callee: payment, timeout_ms: 900, {TWICE_MORE}}}\n"
            f"    - {{caller: payment, callee: shipping, timeout_ms: 30, {TWICE_MORE}}}\n"
        ),
        (10, 68),
        "9",
    ),
    "rule-without-route": (
        (
            f"{SIGNING}gateway:\n  routes: [{{prefix: /orders, service: order}}]\n"
            "  rbac: [{prefix: /oders, roles: [admin]}]\n"
            "  auth: {jwt: {issuer: https://auth.shop, audiences: [shop]}}\n"
        ),
        (9, 19),
        "/oders",
    ),
    "limit-above-global": (
        (
            f"{BASE}gateway:\n  limits:\n    global: {{requests: 600}}\n"
            "    services: {order: {requests: 11, per: second}}\n"
        ),
        (10, 34),
        "order",
    ),
    "tries-cut-short": (
        (
            f"{BASE}gateway:\n  routes:\n    - {{prefix: /x, service: order, timeout_ms: 1000,"
            " retries: 2, per_try_timeout_ms: 400}\n"
        ),
        (9, 63),
        "/x",
    ),
    "retries-off-cluster": (
        ENTERED.replace("order}", "order, retries: 2}"),
        (9, 50),
        "/x",
    ),
    "limit-off-cluster": (
        f"{ENTERED}  limits:\n    global: {{requests: 600}}\n",
        (11, 5),
        "limits.global",
    ),
    "token-off-cluster": (
        (
            f"{ENTERED.replace('order}', 'order, auth: jwt}').replace(BASE, SIGNING)}"
            "  auth: {jwt: {issuer: https://auth.shop, audiences: [shop]}}\n"
        ),
        (10, 10),
        "",
    ),
    "api-key-off-cluster": (
        (
            f"{ENTERED.replace('order}', 'order, auth: api-key}')}"
            "  auth: {api_keys: {clients: [partner]}}\n"
        ),
        (9, 47),
        "/x",
    ),
    "choice-off-cluster": (f"{ENTERED}  geo: {{deny: [AQ]}}\n", (10, 3), "geo"),
    "issuer-outside": (
        f"{BASE}gateway: {{auth: {{jwt: {{issuer: https://auth.shop, audiences: [shop]}}}}}}\n",
        (7, 32),
        "https://auth.shop",
    ),
    "topic-without-consumer": (
        f"{BASE}events:\n  topics:\n    {REFUNDS}\n    orders: {{producers: [order]}}\n",
        (10, 5),
        "orders",
    ),
    "reaction-without-topic": (f"{BASE}events: {{broker: kafka}}\n", (7, 1), "RefundIssued"),
    "message-on-two-topics": (
        (
            f"{BASE}events:\n  topics:\n"
            "    orders: {producers: [order], consumers: [payment], messages: [OrderCreated]}\n"
            "    sold: {producers: [order], consumers: [payment], messages: [Sold, OrderCreated]}\n"
        ),
        (10, 71),
        "OrderCreated",
    ),
    "never-asked-whether-ready": (
        f"{BASE}deployment:\n  workloads:\n    order: {{probes: {{readiness: null}}}}\n",
        (9, 21),
        "order",
    ),
    "budget-dropped": (
        (
            f"{BASE.replace('[orders]', '[orders], replicas: 3')}deployment:\n"
            "  environments: {dev: {namespace: dev, replicas: 1}}\n"
            "  workloads: {order: {disruption_budget: {min_available: 2}}}\n"
        ),
        (8, 50),
        "1",
    ),
    "broker-stays-outside": (
        (
            f"{BASE}events: {{broker: kafka, topics: {{{REFUNDS}}}}}\n"
            "deployment: {environments: {dev: {namespace: dev, stores: cluster}}}\n"
        ),
        (8, 59),
        "kafka",
    ),
    "call-refused": (
        (
            f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 100}}\n"
            "mesh:\n  authorization: [{callee: payment, callers: [shipping]}]\n"
        ),
        (9, 7),
        "",
    ),
    "identity-without-mtls": (f"{MESH}  mtls: disable\n", (8, 9), "disable"),
    "subset-without-traffic": (
        f"{MESH}  canaries:\n    order: {{subsets: [v1, v2], weights: {{v1: 100, v2: 0}}}}\n",
        (9, 27),
        "v2",
    ),
    "ambient-repeats-nothing": (
        (
            f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 100, {TWICE_MORE}}}\n"
            "mesh: {mode: ambient}\n"
        ),
        (9, 66),
        "order → payment",
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_a_choice_that_will_hurt_is_told_alone_and_at_its_place(code: str):
    text, place, value = CASES[code]
    (warning,) = warnings(text)
    assert (warning.code, warning.line, warning.column) == (code, *place)
    assert warning.value == value


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", CASES)
def test_a_warning_is_told_in_words_and_called_one(code: str, language: Language):
    (warning,) = warnings(CASES[code][0])
    line = warning_line(warning, messages(language))
    assert line.startswith(f"{warning.where}: ")
    assert problem_text(warning, messages(language)) in line
    assert line != f"{warning.where}: {problem_text(warning, messages(language))}"


def test_a_quiet_blueprint_has_no_warnings():
    reached = ALL_REACHED.replace("consumers: [inventory]", "consumers: [inventory, shipping]")
    assert warnings(reached) == ()
    assert warnings(BASE) == ()


def test_a_circle_is_told_once_for_all_who_are_in_it():
    edges = [("order", "payment"), ("payment", "order"), ("payment", "shipping")]
    edges += [("shipping", "order"), ("inventory", "order")]
    text = EDGES + "".join(
        f"    - {{caller: {caller}, callee: {callee}, timeout_ms: 9}}\n" for caller, callee in edges
    )
    assert [warning.code for warning in warnings(text)] == ["sync-cycle"]


def test_two_circles_are_two_warnings():
    edges = [("order", "payment"), ("payment", "order"), ("inventory", "shipping")]
    edges += [("shipping", "inventory"), ("order", "inventory")]
    text = EDGES + "".join(
        f"    - {{caller: {caller}, callee: {callee}, timeout_ms: 9}}\n" for caller, callee in edges
    )
    assert [(warning.code, warning.line) for warning in warnings(text)] == [
        ("sync-cycle", 9),
        ("sync-cycle", 11),
    ]


def test_a_gateway_of_the_mesh_enforces_the_limit_of_all_requests():
    limited = CASES["limit-off-cluster"][0]
    assert warnings(f"{limited}mesh: {{}}\n") == ()
    plain = limited.replace("deployment: {}", "deployment: {ingress: ingress}")
    assert [each.value for each in warnings(f"{plain}mesh: {{}}\n")] == ["limits.global"]


def test_an_event_closes_no_circle():
    text = (
        f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 9}}\n"
        "    - {caller: payment, callee: order, style: async}\n"
    )
    assert warnings(text) == ()


def test_the_gateways_retries_count_too():
    text = (
        f"{EDGES}    - {{caller: order, callee: payment, timeout_ms: 9, retries: 2,"
        " idempotent: true}\n"
        "gateway:\n  routes: [{prefix: /x, service: order, retries: 2}]\n"
    )
    assert [(warning.code, warning.value) for warning in warnings(text)] == [
        ("retries-multiply", "9")
    ]


def test_a_store_of_another_system_is_not_judged():
    text = "name: crm\nservices:\n  people: {modules: [people], store: mongodb}\n"
    assert warnings(text) == ()


def test_the_courses_own_blueprint_has_its_known_circle_and_what_a_cluster_leaves_out():
    told = {warning.code for warning in warnings(base_blueprint())}
    assert told == {"sync-cycle", *OFF_CLUSTER}


def reactions(text: str) -> list[Problem]:
    return [warning for warning in warnings(text) if warning.code == "reaction-without-topic"]


def adopted(broker: str) -> str:
    return base_blueprint().replace("broker: nats", f"broker: {broker}")


@pytest.mark.parametrize("broker", ["kafka", "rabbitmq", "sns-sqs"])
def test_without_subjects_an_event_needs_a_topic_that_its_listener_reads(broker: str):
    (lost,) = reactions(adopted(broker))
    assert (lost.code, lost.value) == (
        "reaction-without-topic",
        "AvailabilityChanged, ModelTrained, ReviewRejected",
    )


def test_on_subjects_an_event_arrives_where_both_services_talk_to_the_broker():
    apart = (
        f"{BASE}events:\n  topics: {{refunds: {{producers: [payment], consumers: [shipping]}}}}\n"
    )
    assert [warning.value for warning in warnings(apart)] == ["RefundIssued"]
    assert warnings(apart.replace("[shipping]", "[shipping, order]")) == ()
    elsewhere = apart.replace("[payment], consumers: [shipping]", "[order], consumers: [payment]")
    assert warnings(elsewhere) == ()
    assert [warning.code for warning in warnings(elsewhere.replace("events:", KAFKA))] == [
        "reaction-without-topic"
    ]


def test_who_talks_to_no_broker_is_heard_by_nobody():
    silent = f"{BASE}events:\n  topics: {{x: {{producers: [order], consumers: [shipping]}}}}\n"
    assert [warning.value for warning in warnings(silent)] == ["RefundIssued"]


def test_an_event_that_one_listener_gets_is_not_lost():
    text = (
        "name: shop\nservices:\n  order: {modules: [orders]}\n  basket: {modules: [cart]}\n"
        "  analytics: {modules: [behaviour]}\n"
        "events:\n  topics: {orders: {producers: [order], consumers: [basket]}}\n"
    )
    assert warnings(text) == ()


def test_the_first_lost_events_are_named_and_all_are_counted():
    text = base_blueprint()
    (lost,) = reactions(text[: text.index("  topics:")] + text[text.index("\n# How a checkout") :])
    assert lost.value == "AvailabilityChanged, ItemsReleased, ItemsReserved, …"
    assert lost.params["events"] == 22


def test_an_event_within_one_service_needs_no_topic():
    together = (
        "name: shop\nservices: {shop: {modules: [orders, payments]}}\nevents: {broker: kafka}\n"
    )
    assert warnings(together) == ()


def test_every_adapter_agrees_with_what_is_warned_of():
    assert tuple(STORES) == RECORD_STORES
    assert {name for name, each in BROKERS.items() if not each.shares_topics} == BY_SUBJECT


def _codes(package: object) -> set[str]:
    folder = Path(str(package.__file__)).parent
    calls = (
        node
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    return {
        str(call.args[0].value)
        for call in calls
        if call.func.id in {"Violation", "_gives_up"} and isinstance(call.args[0], ast.Constant)
    }


def test_every_warning_has_its_case_here():
    assert _codes(generators.blueprint.advice) == CASES.keys()


def test_every_rule_has_its_case():
    elsewhere = {  # tests/unit/generators/blueprint/test_saga_rules.py; modules; and one more here
        *("saga-action-unknown", "saga-step-twice", "saga-step-elsewhere", "compensation-unknown"),
        *("compensation-of-another", "saga-starts-elsewhere", "saga-goes-on-after-end"),
        *("module-unknown", "module-missing"),
    }
    assert _codes(generators.blueprint.rules) - elsewhere == RULE_CASES.keys()
