"""Rules and dashboards ask what they can be answered, and alert when a promise is broken."""

import json
import re
from collections.abc import Iterator

import pytest
import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.render import render
from generators.render.observability.measured import bound_s
from labs.commerce.platform.telemetry.families import HELP
from tests.shops import monolith, reference

RECORDED = re.compile(r"service:[a-z0-9_:]+")
METRIC = re.compile(r"(?<![:\w])(shop_\w+?)(?:_bucket|_count)?\b")
HEADING = re.compile(r"^## (\w+)$", re.MULTILINE)


def files(bp: Blueprint) -> dict[str, str]:
    return render(bp, ["observability"])


def rules(bp: Blueprint) -> list[dict[str, object]]:
    groups = yaml.safe_load(files(bp)["observability/prometheus/rules.yaml"])["groups"]
    return [rule for group in groups for rule in group["rules"]]


def board(bp: Blueprint) -> dict[str, object]:
    (path,) = (path for path in files(bp) if path.endswith(".json"))
    return json.loads(files(bp)[path])


def queries(bp: Blueprint) -> Iterator[str]:
    yield from (rule["expr"] for rule in rules(bp))
    for panel in board(bp)["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))


def promising(**objectives: object) -> Blueprint:
    changed = reference().model_copy(deep=True)
    return changed.model_copy(
        update={"objectives": changed.objectives.model_copy(update=objectives)}
    )


@pytest.mark.parametrize("bp", [reference(), monolith()], ids=["apart", "one"])
def test_what_is_asked_for_by_a_recorded_name_is_recorded(bp: Blueprint):
    recorded = {rule["record"] for rule in rules(bp) if "record" in rule}
    asked = {name for query in queries(bp) for name in RECORDED.findall(query)}
    assert asked
    assert asked <= recorded


@pytest.mark.parametrize("bp", [reference(), monolith()], ids=["apart", "one"])
def test_every_query_is_promql(bp: Blueprint):
    promql = pytest.importorskip("promql_parser", reason="the PromQL parser is not installed")
    for query in queries(bp):
        promql.parse(query.replace("$service", "order"))


def test_each_promise_alerts_on_four_burn_rates_with_two_windows_each():
    found = [rule for rule in rules(reference()) if rule.get("alert") == "AvailabilityBudgetBurns"]
    assert [rule["labels"]["window"] for rule in found] == ["1h", "6h", "1d", "3d"]
    assert found[0]["expr"] == (
        "service:shop_requests_failed:ratio_rate1h > 0.0144\n"
        "and\n"
        "service:shop_requests_failed:ratio_rate5m > 0.0144"
    )
    assert [rule["labels"]["severity"] for rule in found] == ["page", "page", "ticket", "ticket"]


def test_a_burn_that_no_traffic_can_reach_is_no_alert():
    found = [
        rule["labels"]["window"]
        for rule in rules(promising(availability_percent=90))
        if rule.get("alert") == "AvailabilityBudgetBurns"
    ]
    assert found == ["6h", "1d", "3d"]


@pytest.mark.parametrize(
    ("promised_ms", "bound"), [(200, 0.2), (300, 0.2), (9000, 2.5), (1, 0.001)]
)
def test_a_promise_is_judged_by_the_widest_bucket_within_it(promised_ms: int, bound: float):
    assert bound_s(promised_ms) == bound
    slow = next(rule for rule in rules(promising(p95_ms=promised_ms)) if "slow" in str(rule))
    assert f'le="{bound}"' in slow["expr"]


def test_a_shop_without_events_and_sagas_has_no_alerts_about_them():
    alerts = {rule.get("alert") for rule in rules(monolith())}
    assert "SagaStuck" not in alerts
    assert "SagaStuck" in {rule.get("alert") for rule in rules(reference())}


def test_panels_share_no_place_and_every_series_leads_to_its_service():
    places: set[tuple[int, int]] = set()
    for panel in board(reference())["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & places
        assert max(x for x, _ in cells) < 24
        places |= cells
        if panel["type"] != "row":
            (link,) = panel["fieldConfig"]["defaults"]["links"]
            assert "var-service=${__field.labels.service}" in link["url"]


def test_every_service_is_scraped():
    configured = yaml.safe_load(files(reference())["observability/prometheus/compose.yaml"])
    assert [job["job_name"] for job in configured["scrape_configs"]] == list(reference().services)
    cluster = files(reference())["observability/prometheus/kubernetes.yaml"]
    assert all(name in cluster for name in reference().services)


def test_metrics_are_read_beside_mutual_tls_where_there_are_sidecars():
    cluster = files(reference())["observability/prometheus/kubernetes.yaml"]
    assert "$1:15020" in cluster
    assert "/stats/prometheus" in cluster
    without = reference().model_copy(update={"mesh": None})
    assert "15020" not in files(without)["observability/prometheus/kubernetes.yaml"]


def test_what_grafana_mounts_is_generated():
    compose = yaml.safe_load(files(reference())["observability/compose.yaml"])
    for server in compose["services"].values():
        for mount in server["volumes"]:
            source = mount.partition(":")[0].removeprefix("./")
            assert any(
                path == source or path.startswith(f"{source}/") for path in files(reference())
            )


def test_without_objectives_nothing_is_watched():
    text = dump_blueprint(reference())
    assert "objectives:" in text
    assert not files(parse_blueprint(text.partition("objectives:")[0], "blueprint.yaml"))


@pytest.mark.parametrize("bp", [reference(), monolith()], ids=["apart", "one"])
def test_every_alert_says_where_it_stands_what_to_do_and_no_section_is_for_nobody(bp: Blueprint):
    page = files(bp)["observability/runbooks.md"]
    sections = {f"observability/runbooks.md#{name.lower()}" for name in HEADING.findall(page)}
    named = {rule["annotations"]["runbook"] for rule in rules(bp) if "alert" in rule}
    assert named == sections


def test_what_fails_in_one_environment_burns_no_other_ones_budget():
    for rule in rules(reference()):
        if "record" in rule:
            assert "by (namespace, service" in rule["expr"]
            assert "by (service" not in rule["expr"]


def test_a_release_is_measured_alone_only_where_one_is_tried_out():
    assert not any("release:" in str(rule) for rule in rules(reference()))


@pytest.mark.parametrize("bp", [reference(), monolith()], ids=["apart", "one"])
def test_what_is_asked_for_is_what_the_shop_measures(bp: Blueprint):
    asked = {name for query in queries(bp) for name in METRIC.findall(query)}
    assert asked
    assert asked <= set(HELP)
