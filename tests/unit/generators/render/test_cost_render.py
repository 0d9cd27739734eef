"""The cost page adds up, and warns when a promise is broken."""

import re
from typing import get_args

import pytest

from content.prices import prices
from generators.blueprint import Blueprint, parse_blueprint
from generators.blueprint.events import Broker
from generators.blueprint.services import Store
from generators.render import render
from generators.render.cost.estimate import estimates
from tests.shops import monolith, reference

SMALL = """\
name: shop
services: {order: {modules: [orders], replicas: 3}}
deployment:
  environments: {dev: {namespace: dev, replicas: 1}, prod: {namespace: prod}}
  workloads:
    order:
      resources: {cpu_request_m: 500, memory_request_mi: 1024, memory_limit_mi: 1024}
"""
SCALED = SMALL + "      autoscaling: {min_replicas: 2, max_replicas: 6}\n"


def parsed(text: str) -> Blueprint:
    return parse_blueprint(text, "blueprint.yaml")


def cost(bp: Blueprint) -> str:
    return render(bp, ["cost"])["docs/cost.md"]


def test_everything_that_can_be_chosen_has_a_price():
    assert set(prices().stores) == set(get_args(Store)) - {"none"}
    assert set(prices().brokers) == set(get_args(Broker))


def test_a_service_costs_what_its_replicas_ask_for():
    bp, table = parsed(SMALL), prices()
    found = estimates(bp, bp.deployment, table)
    each = table.vcpu / 2 + table.gib
    assert found["prod"].services["order"].usd == pytest.approx(3 * each)
    assert found["dev"].services["order"].usd == pytest.approx(each)
    around = table.stores["postgresql"] + table.cluster
    assert found["prod"].usd == pytest.approx(3 * each + around)


def test_an_autoscaled_service_costs_between_its_minimum_and_its_maximum():
    bp, table = parsed(SCALED), prices()
    found = estimates(bp, bp.deployment, table)
    share = found["prod"].services["order"]
    assert (share.replicas, share.most_replicas) == (2, 6)
    assert share.most_usd == pytest.approx(3 * share.usd)
    fixed = found["dev"].services["order"]
    assert (fixed.replicas, fixed.most_replicas) == (1, 1)


@pytest.mark.parametrize("bp", [reference(), monolith()], ids=["apart", "one"])
def test_the_rows_of_the_page_add_up_to_its_total(bp: Blueprint):
    rows = re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \|$", cost(bp), re.MULTILINE)
    (total,) = re.findall(r"^\| \*\*all\*\* \| \*\*(\d+)\*\* \|", cost(bp), re.MULTILINE)
    assert [name for name, *_ in rows] == ["dev", "staging", "prod"]
    assert sum(int(at_rest) for _, at_rest, _ in rows) == pytest.approx(int(total), abs=len(rows))


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (1, "**Warning: above `monthly_cost_usd` (1)"),
        (350, "Warning: within `monthly_cost_usd` (350) at rest, above it when scaled out."),
        (5000, "Within `monthly_cost_usd` (5000)."),
    ],
)
def test_the_promise_is_compared_with_the_estimate(limit: int, said: str):
    assert said in cost(parsed(SCALED + f"objectives: {{monthly_cost_usd: {limit}}}\n"))


def test_users_and_their_pauses_say_how_many_requests_come():
    text = SMALL + "objectives: {users: 300, think_time_s: 2}\n"
    assert "at most 150 requests per second" in cost(parsed(text))
