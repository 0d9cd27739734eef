"""A service's contracts are its modules' operations and its topics, complete in themselves."""

import json
import re
from itertools import pairwise
from typing import Any

import jsonschema
import pytest
import yaml

from content.contracts import event_schemas, public_api
from generators.blueprint import Blueprint, parse_blueprint
from generators.render import render
from tests.shops import monolith, reference

NAMED_BY_THE_GRAPH = "ReviewPublished"
"""The monolith's graph names it; the shop tells the same as `ReviewApproved` and more."""

SHOPS = pytest.mark.parametrize("bp", [reference(), monolith()], ids=["apart", "one"])


def documents(bp: Blueprint, kind: str) -> dict[str, dict[str, Any]]:
    return {
        path.removeprefix("contracts/").removesuffix(f".{kind}.yaml"): yaml.safe_load(text)
        for path, text in render(bp, ["contracts"]).items()
        if path.endswith(f".{kind}.yaml")
    }


def operations(document: dict[str, Any]) -> set[str]:
    return {
        one["operationId"] for methods in document["paths"].values() for one in methods.values()
    }


@SHOPS
def test_every_operation_of_the_shop_is_promised_by_exactly_one_service(bp: Blueprint):
    promised = [operations(document) for document in documents(bp, "openapi").values()]
    assert set.union(*promised) == operations(public_api())
    assert sum(map(len, promised)) == len(operations(public_api()))


MOVED = """\
name: shop
services:
  ordering: {modules: [orders, order-status]}
gateway:
  routes:
    - {prefix: /v2/orders, service: ordering, module: orders, rewrite: /orders}
    - {prefix: /shop/status, service: ordering, module: order-status}
"""


def test_clients_are_told_the_gateways_paths_and_the_service_its_own():
    bp = parse_blueprint(MOVED, "blueprint.yaml")
    (document,) = documents(bp, "openapi").values()
    files = render(bp, ["services"])
    held = json.loads(files["services/ordering/tests/contract.json"])
    for told, prefix in ((document, "/v2/orders"), (held, "/orders")):
        assert {path for path in told["paths"] if not path.startswith(prefix)} == {
            "/shop/status/{order_id}",
            "/shop/status/{order_id}/stream",
        }
        assert f"{prefix}/{{order_id}}/withdrawal" in told["paths"]


@SHOPS
@pytest.mark.parametrize("kind", ["openapi", "asyncapi"])
def test_every_reference_leads_to_something_in_the_same_document(bp: Blueprint, kind: str):
    for name, document in documents(bp, kind).items():
        for reference_ in set(re.findall(r"'\$ref': '#/([^']+)'", str(document))):
            found: Any = document
            for part in reference_.split("/"):
                assert part in found, f"{name}: {reference_}"
                found = found[part]


@SHOPS
def test_nothing_is_described_that_no_operation_needs(bp: Blueprint):
    for document in documents(bp, "openapi").values():
        for schema in document["components"]["schemas"]:
            assert f"'#/components/schemas/{schema}'" in str(document)
        for scheme in document["components"]["securitySchemes"]:
            assert f"'{scheme}':" in str(document["paths"])


def test_a_service_sends_what_it_produces_and_receives_what_it_consumes():
    bp = reference()
    for name, document in documents(bp, "asyncapi").items():
        said = {(one["action"], one["channel"]["$ref"]) for one in document["operations"].values()}
        assert said == {
            (action, f"#/channels/{topic}")
            for topic, about in bp.events.topics.items()
            for action, services in (("send", about.producers), ("receive", about.consumers))
            if name in services
        }


def test_every_event_of_the_reference_has_the_schema_that_the_shop_gives_it():
    known = event_schemas()["events"]
    for document in documents(reference(), "asyncapi").values():
        messages = document["components"]["messages"]
        assert messages.keys() - known.keys() <= {NAMED_BY_THE_GRAPH}
        for name, message in messages.items():
            if name == NAMED_BY_THE_GRAPH:
                continue
            assert message["payload"]["allOf"][1]["properties"]["event"] == {"const": name}
            own = document["components"]["schemas"][name]
            assert own["required"] == known[name]["schema"]["$defs"][name]["required"]


def test_a_schema_of_a_message_refuses_what_the_shop_would_refuse():
    document = documents(reference(), "asyncapi")["order"]
    envelope = {
        "id": "7f1c1a52-8b80-4d4f-a1a9-0d8f2c9d1a11",
        "event": "OrderConfirmed",
        "version": 1,
        "at": "2026-01-01T00:00:00Z",
        "request_id": "r",
        "data": {},
    }
    schema = {**document["components"]["messages"]["OrderConfirmed"]["payload"], **document}
    errors = jsonschema.Draft202012Validator(schema).iter_errors(envelope)
    assert {error.validator for error in errors} == {"required"}


def test_an_event_that_the_shop_does_not_know_has_a_name_and_no_schema():
    text = (
        "name: shop\nservices: {order: {modules: [orders]}}\n"
        "events: {topics: {moons: {producers: [order], messages: [MoonRose]}}}\n"
    )
    (document,) = documents(parse_blueprint(text, "blueprint.yaml"), "asyncapi").values()
    assert document["components"]["messages"] == {"MoonRose": {"name": "MoonRose"}}


@SHOPS
def test_readers_are_told_where_a_service_answers_whose_it_is_and_what_its_modules_do(
    bp: Blueprint,
):
    for name, document in documents(bp, "openapi").items():
        hosts = [each["url"] for each in document["servers"]]
        assert hosts == ["http://127.0.0.1:8080", f"https://{bp.deployment.host}"]
        assert document["info"]["contact"] == {"name": bp.services[name].team}
        used = {one["tags"][0] for ways in document["paths"].values() for one in ways.values()}
        assert {each["name"] for each in document["tags"]} == used
        assert all(each["description"] != each["name"] for each in document["tags"])


def test_an_operation_on_a_topic_names_who_is_at_its_other_end():
    operations = documents(reference(), "asyncapi")["order"]["operations"]
    topic = reference().events.topics["orders"]
    assert operations["send-orders"]["description"] == f"Read by {', '.join(topic.consumers)}."


def test_every_rule_of_the_linter_that_is_off_has_its_reason():
    text = render(reference(), ["contracts"])["contracts/.spectral.yaml"]
    lines = text.splitlines()
    for before, line in pairwise(lines):
        if line.endswith(': "off"'):
            assert before.lstrip().startswith("# ")
