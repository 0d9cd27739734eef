"""A wrong shape hides no broken rule beside it, and makes none up."""

from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decomposer.documents import DocumentError, Problem, parse_yaml, validate
from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from tests.shops import reference

REFERENCE = yaml.safe_load(dump_blueprint(reference()))
BASE = "name: shop\nservices:\n  a: {modules: [orders]}\n  b: {modules: [payments]}\n"
GONE, RENAMED = object(), object()
WRONG = (-1, "No Such!", [[]], {"x": {}}, None, GONE, RENAMED)


def told(text: str) -> list[Problem]:
    try:
        parse_blueprint(text, "blueprint.yaml")
    except DocumentError as error:
        return list(error.problems)
    return []


def wrong_shapes(text: str) -> list[Problem]:
    try:
        validate(parse_yaml(text, "blueprint.yaml"), Blueprint)
    except DocumentError as error:
        return list(error.problems)
    return []


def places(value: object, path: tuple = ()) -> list[tuple]:
    inside = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value) if isinstance(value, list) else inside
    return [path, *(found for key, child in inside for found in places(child, (*path, key)))]


def spoiled(document: object, place: tuple, wrong: object) -> str:
    data = deepcopy(document)
    parent: Any = data
    for step in place[:-1]:
        parent = parent[step]
    if wrong is RENAMED and isinstance(parent, dict):
        parent["Oh no"] = parent.pop(place[-1])
    elif wrong in (GONE, RENAMED):
        del parent[place[-1]]
    else:
        parent[place[-1]] = wrong
    return yaml.safe_dump(data, sort_keys=False)


@settings(max_examples=25, deadline=None)
@given(place=st.sampled_from(places(REFERENCE)[1:]), wrong=st.sampled_from(WRONG))
def test_where_no_rule_is_broken_a_wrong_shape_breaks_none(place: tuple, wrong: object):
    text = spoiled(REFERENCE, place, wrong)
    shapes = wrong_shapes(text)
    assume(shapes)
    assert told(text) == shapes


BROKEN = {
    "service-unknown": ("gateway", "routes", {"prefix": "/broken", "service": "nope"}),
    "retry-without-timeout": (
        "communication",
        "edges",
        {"caller": "shipping", "callee": "user", "retries": 2},
    ),
    "edge-to-itself": ("communication", "edges", {"caller": "cart", "callee": "cart"}),
    "rbac-asks-nothing": ("gateway", "rbac", {"prefix": "/broken"}),
}


@settings(max_examples=25, deadline=None)
@given(broken=st.sampled_from(sorted(BROKEN)), wrong=st.sampled_from(WRONG[:-2]), data=st.data())
def test_a_broken_rule_is_told_beside_a_wrong_shape_of_its_section(broken, wrong, data):
    section, field, item = BROKEN[broken]
    document = deepcopy(REFERENCE)
    inside = [(section, *path) for path in places(document[section]) if len(path) > 1]
    document[section][field].append(item)
    text = spoiled(document, data.draw(st.sampled_from(inside)), wrong)
    shapes = wrong_shapes(text)
    assume(shapes)
    assert [each.code for each in told(text) if each not in shapes] == [broken]


BESIDE = {
    "gateway: {routes: [{prefix: /, service: nope}, {prefix: /y, service: a, timeout_ms: -1}]}": (
        ["service-unknown", "not-greater"]
    ),
    "gateway: {routes: [{prefix: /y, service: a, timeout_ms: -1}, {prefix: /, service: nope}]}": (
        ["not-greater", "service-unknown"]
    ),
    "transactions: {checkout: sagga, saga: {steps: [{action: CreateOrder, service: nope}]}}": (
        ["not-one-of", "service-unknown"]
    ),
    "gatewey: {}\nmesh: {faults: {nope: {delay_ms: 10}}}": ["unknown-key", "service-unknown"],
    "gateway: {auth: {jwt: {issuer: me}}, routes: [{prefix: /x, service: nope, auth: jwt}]}": (
        ["missing-key", "service-unknown"]
    ),
}


@pytest.mark.parametrize("section", BESIDE)
def test_both_are_told_in_reading_order(section):
    assert [each.code for each in told(f"{BASE}{section}\n")] == BESIDE[section]


def test_a_finding_after_an_item_that_is_left_out_stays_at_its_place():
    edges = ["{caller: a, callee: b, timeout_ms: soon}", "{caller: a, callee: nope}"]
    lines = "\n".join(f"    - {edge}" for edge in edges)
    found = told(f"{BASE}communication:\n  edges:\n{lines}\n")
    assert [(each.line, each.code) for each in found] == [
        (7, "not-a-whole-number"),
        (8, "service-unknown"),
    ]


def test_rules_are_told_where_the_name_of_the_shop_is_wrong():
    text = BASE.replace("name: shop", "name: My Shop") + "mesh: {faults: {nope: {delay_ms: 1}}}\n"
    assert [each.code for each in told(text)] == ["bad-name", "service-unknown"]
