"""Each broken rule is reported at its place, with what was expected."""

import pytest

from decomposer.documents import DocumentError, Problem
from generators.blueprint import parse_blueprint
from generators.render.topology import BROKER_PORTS, STORE_PORTS

BASE = """\
name: shop
services:
  order: {modules: [orders]}
  payment: {modules: [payments]}
  inventory: {modules: [stock, reservations]}
  shipping: {modules: [shipping]}
"""
GATEWAY_JWT = "  auth: {jwt: {issuer: https://auth.shop, audiences: [shop]}}\n"


def problems(text: str, **options) -> list[Problem]:
    with pytest.raises(DocumentError) as caught:
        parse_blueprint(text, "blueprint.yaml", **options)
    return list(caught.value.problems)


def test_the_base_of_these_tests_is_valid_by_itself():
    assert parse_blueprint(BASE, "blueprint.yaml").name == "shop"


CASES = {
    "module-twice": (
        BASE.replace("[payments]", "[payments, orders]"),
        (4, 33),
        "orders",
        None,
    ),
    "service-name-reserved": (
        BASE.replace("  payment:", "  gateway:"),
        (4, 12),
        "gateway",
        None,
    ),
    "service-unknown": (
        BASE + "communication:\n  edges:\n    - {caller: order, callee: paymint}\n",
        (9, 31),
        "paymint",
        "payment",
    ),
    "edge-to-itself": (
        BASE + "communication:\n  edges:\n    - {caller: order, callee: order}\n",
        (9, 31),
        "order",
        None,
    ),
    "edge-twice": (
        BASE + "communication:\n  edges:\n" + "    - {caller: order, callee: payment}\n" * 2,
        (10, 7),
        "order → payment",
        None,
    ),
    "retry-without-timeout": (
        BASE + "communication:\n  edges:\n    - {caller: order, callee: payment, retries: 2}\n",
        (9, 49),
        "order → payment",
        None,
    ),
    "route-module-unknown": (
        BASE + "gateway:\n  routes:\n    - {prefix: /x, service: order, module: order}\n",
        (9, 44),
        "order",
        "orders",
    ),
    "route-module-elsewhere": (
        BASE + "gateway:\n  routes:\n    - {prefix: /x, service: order, module: payments}\n",
        (9, 29),
        "order",
        None,
    ),
    "prefix-twice": (
        BASE
        + "gateway:\n  routes:\n"
        + "    - {prefix: /x, service: order}\n    - {prefix: /x, service: payment}\n",
        (10, 16),
        "/x",
        None,
    ),
    "try-longer-than-timeout": (
        BASE
        + "gateway:\n  routes:\n"
        + "    - {prefix: /x, service: order, timeout_ms: 100, per_try_timeout_ms: 200}\n",
        (9, 73),
        "200",
        None,
    ),
    "cached-route-retries": (
        BASE + "gateway:\n  routes:\n    - {prefix: /x, service: order, cache: true, retries: 2}\n",
        (9, 58),
        "/x",
        None,
    ),
    "tiers-without-tokens": (
        BASE + "gateway:\n  limits:\n    tiers: {free: {requests: 10}}\n",
        (9, 12),
        "",
        None,
    ),
    "algorithm-unavailable": (
        BASE + "gateway:\n  limits:\n    global: {requests: 10, algorithm: sliding-window}\n",
        (9, 39),
        "sliding-window",
        None,
    ),
    "burst-without-bucket": (
        BASE
        + "gateway:\n  limits:\n    global: {requests: 9, algorithm: leaky-bucket, burst: 3}\n",
        (9, 59),
        "leaky-bucket",
        None,
    ),
    "route-auth-undefined": (
        BASE + "gateway:\n  routes:\n    - {prefix: /x, service: order, auth: api-key}\n",
        (9, 42),
        "api-key",
        None,
    ),
    "rbac-asks-nothing": (
        BASE + "gateway:\n  rbac:\n    - {prefix: /x}\n" + GATEWAY_JWT,
        (9, 7),
        "/x",
        None,
    ),
    "rbac-without-tokens": (
        BASE + "gateway:\n  rbac:\n    - {prefix: /x, roles: [admin]}\n",
        (9, 7),
        "/x",
        None,
    ),
    "topic-without-producer": (
        BASE + "events:\n  topics:\n    orders: {consumers: [payment]}\n",
        (9, 13),
        "orders",
        None,
    ),
    "queue-with-several-consumers": (
        BASE
        + "events:\n  topics:\n    orders: {producers: [order], pattern: point-to-point,"
        + " consumers: [payment, shipping]}\n",
        (9, 70),
        "orders",
        None,
    ),
    "partitions-without-key": (
        BASE + "events:\n  topics:\n    orders: {producers: [order], partitions: 3}\n",
        (9, 46),
        "3",
        None,
    ),
    "event-unpublished": (
        BASE
        + "events:\n  topics:\n    orders: {producers: [order], messages: [OrderCreated]}\n"
        + "  aggregates:\n    order: {service: order, events: [OrderCreate]}\n",
        (11, 38),
        "OrderCreate",
        "OrderCreated",
    ),
    "topic-unknown": (
        BASE
        + "events:\n  topics:\n    orders: {producers: [order]}\n"
        + "  projections:\n    history: {service: order, topics: [order]}\n",
        (11, 40),
        "order",
        "orders",
    ),
    "projection-not-consumer": (
        BASE
        + "events:\n  topics:\n    orders: {producers: [order]}\n"
        + "  projections:\n    history: {service: payment, topics: [orders]}\n",
        (11, 42),
        "orders",
        None,
    ),
    "acid-not-co-located": (
        BASE + "transactions: {checkout: acid}\n",
        (7, 26),
        "acid",
        None,
    ),
    "saga-without-steps": (
        BASE + "transactions: {checkout: saga-orchestration}\n",
        (7, 26),
        "saga-orchestration",
        None,
    ),
    "request-above-limit": (
        BASE
        + "deployment:\n  workloads:\n"
        + "    order: {resources: {cpu_request_m: 900, cpu_limit_m: 500}}\n",
        (9, 40),
        "900",
        None,
    ),
    "autoscaling-range": (
        BASE
        + "deployment:\n  workloads:\n"
        + "    order: {autoscaling: {min_replicas: 7, max_replicas: 3}}\n",
        (9, 41),
        "7",
        None,
    ),
    "budget-says-not-one": (
        BASE + "deployment:\n  workloads:\n    order: {disruption_budget: {}}\n",
        (9, 32),
        "order",
        None,
    ),
    "budget-blocks-drain": (
        BASE + "deployment:\n  workloads:\n    order: {disruption_budget: {min_available: 1}}\n",
        (9, 32),
        "order",
        None,
    ),
    "namespace-twice": (
        BASE
        + "deployment:\n  environments:\n    dev: {namespace: shop}\n    prod: {namespace: shop}\n",
        (10, 23),
        "shop",
        None,
    ),
    "host-twice": (
        BASE
        + "deployment:\n  environments:\n    dev: {namespace: dev, host: shop.test}\n"
        + "    prod: {namespace: prod, host: shop.test}\n",
        (10, 35),
        "shop.test",
        None,
    ),
    "weights-not-100": (
        BASE + "mesh:\n  canaries:\n    order: {subsets: [v1, v2], weights: {v1: 90, v2: 20}}\n",
        (9, 41),
        "110",
        None,
    ),
    "subset-undefined": (
        BASE + "mesh:\n  canaries:\n    order: {subsets: [v1], weights: {v1: 90, v2: 10}}\n",
        (9, 50),
        "v2",
        None,
    ),
    "caller-unknown": (
        BASE + "mesh:\n  authorization:\n    - {callee: order, callers: [gatewey]}\n",
        (9, 33),
        "gatewey",
        "gateway",
    ),
    "release-name-too-long": (
        BASE.replace("  shipping:", f"  {'s' * 40}:")
        + f"mesh:\n  canaries:\n    {'s' * 40}:\n"
        + f"      subsets: [{'v' * 22}, {'v' * 23}]\n      weights: {{{'v' * 22}: 100}}\n",
        (10, 41),
        "v" * 23,
        None,
    ),
    "release-name-taken": (
        BASE.replace("  payment:", "  order-v2:")
        + "mesh:\n  canaries:\n    order: {subsets: [v1, v2], weights: {v1: 90, v2: 10}}\n",
        (9, 27),
        "v2",
        None,
    ),
    "secret-in-plain": (
        BASE
        + "deployment: {registry: 'user:pw@registry.shop', version: 1.0.0}\n".replace(
            "user", "https://user"
        ),
        (7, 24),
        "registry",
        None,
    ),
    "fault-without-effect": (
        BASE + "mesh:\n  faults:\n    order: {percent: 10}\n",
        (9, 12),
        "order",
        None,
    ),
    "ambient-makes-no-faults": (
        BASE + "mesh:\n  mode: ambient\n  faults:\n    order: {abort_status: 503}\n",
        (10, 5),
        "order",
        None,
    ),
    "ambient-always-encrypts": (
        BASE + "mesh: {mode: ambient, mtls: disable}\n",
        (7, 29),
        "disable",
        None,
    ),
    "ambient-bypassed-by-ingress": (
        BASE + "deployment: {ingress: ingress}\nmesh: {mode: ambient}\n",
        (7, 23),
        "ingress",
        None,
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_a_broken_rule_is_reported_alone_and_at_its_place(code):
    text, place, value, suggestion = CASES[code]
    (problem,) = problems(text)
    assert (problem.code, problem.line, problem.column) == (code, *place)
    assert problem.value == value
    assert problem.suggestion == suggestion


@pytest.mark.parametrize(
    "name", sorted({*STORE_PORTS, *BROKER_PORTS, "gateway", "waypoint", "keys"} - {"sns-sqs"})
)
def test_no_service_takes_the_name_of_a_server_or_of_its_variable(name):
    (problem,) = problems(BASE.replace("  payment:", f"  {name}:"))
    assert (problem.code, problem.line, problem.value) == ("service-name-reserved", 4, name)


def test_the_services_must_hold_exactly_the_monoliths_modules():
    found = problems(BASE, modules={"orders", "payments", "stocks", "reservations", "shipping"})
    assert [(p.code, p.value, p.suggestion) for p in found] == [
        ("module-missing", "stocks", None),
        ("module-unknown", "stock", "stocks"),
    ]


@pytest.mark.parametrize(
    ("section", "line_and_column"),
    [
        ("gateway: {response_headers: {authorization: hello}}", (7, 45)),
        ("gateway: {response_headers: {x-note: Bearer abcdefgh12}}", (7, 38)),
        ("gateway: {auth: {jwt: {issuer: 'https://a:b@c', audiences: [shop]}}}", (7, 32)),
        ("deployment: {registry: 'https://me:pw@registry.shop'}", (7, 24)),
    ],
)
def test_a_secret_is_reported_wherever_a_value_may_be_anything(section, line_and_column):
    (problem,) = problems(f"{BASE}{section}\n")
    assert (problem.code, problem.line, problem.column) == ("secret-in-plain", *line_and_column)
    assert "pw" not in str(problem)
    assert "Bearer" not in str(problem)


@pytest.mark.parametrize("value", ["shop.example.com:5000/shop", "registry.shop/team@sha256"])
def test_what_only_looks_a_little_like_a_secret_is_none(value):
    assert parse_blueprint(f"{BASE}deployment: {{registry: '{value}'}}\n", "blueprint.yaml")


def test_a_section_of_a_wrong_shape_hides_no_broken_rule_of_another():
    text = (
        BASE
        + "events:\n  brocker: nats\n"
        + "mesh:\n  faults:\n    nobody: {delay_ms: 10}\n"
        + "gateway:\n  routes: [{prefix: /x, service: order, retries: many}]\n"
        + "transactions: {checkout: acid}\n"
    )
    assert [(p.line, p.code) for p in problems(text)] == [
        (8, "unknown-key"),
        (11, "service-unknown"),
        (13, "not-a-whole-number"),
        (14, "acid-not-co-located"),
    ]


def test_rules_wait_where_the_services_themselves_have_a_wrong_shape():
    text = "name: shop\nservices: orders\n" + "mesh:\n  faults:\n    nobody: {percent: 10}\n"
    assert [p.code for p in problems(text)] == ["not-a-mapping"]


def test_all_broken_rules_are_reported_at_once_in_reading_order():
    text = (
        BASE
        + "communication:\n  edges:\n    - {caller: order, callee: nobody}\n"
        + "mesh:\n  faults:\n    nobody: {percent: 10}\n"
    )
    assert [(p.line, p.code) for p in problems(text)] == [
        (9, "service-unknown"),
        (12, "service-unknown"),
        (12, "fault-without-effect"),
    ]


def test_a_budget_is_held_against_the_autoscalers_minimum():
    text = (
        BASE
        + "deployment:\n  workloads:\n    order:\n"
        + "      autoscaling: {min_replicas: 2}\n      disruption_budget: {min_available: 1}\n"
    )
    assert parse_blueprint(text, "blueprint.yaml").deployment is not None
