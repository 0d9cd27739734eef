"""What generated rules and dashboards ask for, the shop measures."""

import ast
import re
from pathlib import Path

import pytest

import labs.commerce
from generators.render import render
from generators.render.observability.measured import BUCKETS_S
from labs.commerce.platform.telemetry import metrics
from labs.commerce.platform.telemetry.families import HELP
from tests.shops import reference

FILES = render(reference(), ["observability"])
ASKED = sorted(
    {
        name
        for text in FILES.values()
        for name in re.findall(r"(?<!:)\bshop_[a-z_]+", text.replace("service:", ":"))
    }
)
SUFFIXES = ("_bucket", "_count", "_sum")
SHOP = Path(labs.commerce.__file__).parent
MEASURED_BY = {"count", "gauge", "observe"}


def told() -> set[str]:
    """The names that the shop's code gives to what it measures."""
    calls = (
        node
        for path in SHOP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    return {
        call.args[0].value
        for call in calls
        if call.func.attr in MEASURED_BY and call.args and isinstance(call.args[0], ast.Constant)
    }


def family(name: str) -> str:
    for suffix in SUFFIXES:
        if name.removesuffix(suffix) in HELP:
            return name.removesuffix(suffix)
    return name


def test_rules_and_dashboards_ask_for_most_of_what_the_shop_measures():
    assert len({family(name) for name in ASKED}) > len(HELP) / 2


@pytest.mark.parametrize("name", ASKED)
def test_each_metric_that_is_asked_for_is_measured(name: str):
    assert family(name) in HELP
    assert family(name) in told()


def test_promises_are_judged_by_buckets_that_the_shop_has():
    assert BUCKETS_S == metrics.BUCKETS_S
