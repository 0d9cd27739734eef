"""A Grafana dashboard of the whole architecture: promises first, then what they depend on."""

from generators.blueprint import Blueprint
from generators.blueprint.objectives import Objectives
from generators.render.observability.objectives import (
    FAILED,
    PROMISES,
    SLOW,
    SLOW_BUDGET,
    failing_budget,
)
from generators.render.observability.panels import SOURCE, Panel, Row, laid_out
from generators.render.observability.rules import P95, RATE
from generators.render.reasons import because

Json = dict[str, object]

_CHOSEN = 'namespace=~"$namespace",service=~"$service"'


def dashboard(bp: Blueprint, promised: Objectives) -> Json:
    """The document that Grafana reads from a folder."""
    rows = [_promises(promised), _requests(promised), _calls(), _saturation()]
    if bp.events is not None:
        rows[2:2] = [_events(), _consumers()]
    if bp.transactions is not None and bp.transactions.checkout.startswith("saga"):
        rows.insert(2, _sagas())
    chosen = "${namespace:queryparam}&var-service=${__field.labels.service}&${__url_time_range}"
    link = f"/d/{bp.name}?{chosen}"
    board = {
        "uid": bp.name,
        "title": bp.name,
        "tags": ["generated"],
        "schemaVersion": 39,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-1h", "to": "now"},
        "templating": {"list": _choices()},
        "panels": laid_out(rows, link),
    }
    return because(board, "dashboard", "objectives")


def _choices() -> list[Json]:
    return [
        {"name": "source", "label": "Source", "type": "datasource", "query": "prometheus"},
        _choice("namespace", "Environment", "label_values(up, namespace)", multi=False),
        _choice("service", "Service", "label_values(shop_requests_total, service)", multi=True),
    ]


def _choice(name: str, label: str, query: str, *, multi: bool) -> Json:
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": SOURCE,
        "query": query,
        "refresh": 2,
        "multi": multi,
        "includeAll": True,
        # beside compose nothing has a namespace, which no list of names would match
        "allValue": ".*",
        "current": {"text": "All", "value": "$__all"},
    }


def _promises(promised: Objectives) -> Row:
    failing = failing_budget(promised)
    budget = f"{FAILED}3d{{{_CHOSEN}}}"
    return Row(
        "Promises",
        (
            Panel(
                f"Failed requests, 1 h (promise: {promised.availability_percent:g}% succeed)",
                ((f"{FAILED}1h{{{_CHOSEN}}}", "{{service}}"),),
                "percentunit",
                failing,
            ),
            Panel(
                f"Requests over {promised.p95_ms} ms, 1 h (promise: at most 5%)",
                ((f"{SLOW}1h{{{_CHOSEN}}}", "{{service}}"),),
                "percentunit",
                SLOW_BUDGET,
            ),
            Panel(
                "Failed requests, 3 d",
                ((budget, "{{service}}"),),
                "percentunit",
                failing,
                "Above the line for 30 days, the error budget is gone.",
            ),
        ),
        "dashboard-promise",
        PROMISES,
    )


def _requests(promised: Objectives) -> Row:
    routes = f'rate(shop_requests_total{{{_CHOSEN},module!="platform"}}[5m])'
    return Row(
        "Requests: rate, errors, duration",
        (
            Panel("Rate", ((f"{RATE}{{{_CHOSEN}}}", "{{service}}"),), "reqps"),
            Panel("Errors, 5 min", ((f"{FAILED}5m{{{_CHOSEN}}}", "{{service}}"),), "percentunit"),
            Panel(
                "95th percentile",
                ((f"{P95}{{{_CHOSEN}}}", "{{service}}"),),
                "s",
                promised.p95_ms / 1000,
            ),
            Panel(
                "Ten busiest routes",
                ((f"topk(10, sum by (service, route) ({routes}))", "{{service}} {{route}}"),),
                "reqps",
            ),
        ),
    )


def _sagas() -> Row:
    return Row(
        "Checkout: sagas",
        (
            Panel("Open sagas", ((_highest("shop_sagas", "status"), "{{status}}"),)),
            Panel("Stuck", ((_highest("shop_sagas_stuck"), "{{service}}"),), limit=1),
            Panel(
                "Oldest open saga", ((_highest("shop_saga_oldest_seconds"), "{{service}}"),), "s"
            ),
        ),
        "dashboard-sagas",
        ("transactions.checkout",),
    )


def _events() -> Row:
    published = _rate("shop_events_published_total", "service, event")
    return Row(
        "Events: published",
        (
            Panel("Published", ((published, "{{service}} {{event}}"),), "ops"),
            Panel("Waiting in the outbox", ((_highest("shop_outbox_events"), "{{service}}"),)),
            Panel("Dead letters", ((_highest("shop_dead_letters"), "{{service}}"),), limit=1),
        ),
        "dashboard-events",
        ("events.broker",),
    )


def _consumers() -> Row:
    consumed = _rate("shop_events_consumed_total", "service, outcome")
    projections = _highest("shop_projection_lag_seconds", "service, projection")
    return Row(
        "Events: consumed",
        (
            Panel("By outcome", ((consumed, "{{service}} {{outcome}}"),), "ops"),
            Panel("Lag", ((_highest("shop_event_lag_seconds"), "{{service}}"),), "s", 60),
            Panel("Lag of projections", ((projections, "{{projection}}"),), "s", 60),
            Panel("Not read yet", ((_highest("shop_inbox_pending_events"), "{{service}}"),)),
        ),
        "dashboard-events",
        ("events.broker",),
    )


def _calls() -> Row:
    called = _rate("shop_remote_calls_total", "service, peer, outcome")
    breakers = _highest("shop_breaker_state", "service, peer")
    refused = _rate("shop_requests_shed_total", "service")
    return Row(
        "Calls between services",
        (
            Panel("By outcome", ((called, "{{service}} → {{peer}}: {{outcome}}"),), "reqps"),
            Panel(
                "Breakers",
                ((breakers, "{{service}} → {{peer}}"),),
                limit=2,
                help="0: closed, 1: half open, 2: open.",
            ),
            Panel("Refused for load", ((refused, "{{service}}"),), "reqps"),
        ),
    )


def _saturation() -> Row:
    pool = _highest("shop_pool_connections", "service, state")
    return Row(
        "Saturation",
        (
            Panel("Connections to the database", ((pool, "{{service}} {{state}}"),)),
            Panel("Event loop", ((_highest("shop_loop_lag_seconds"), "{{service}}"),), "s", 0.1),
        ),
    )


def _highest(metric: str, by: str = "service") -> str:
    """Replicas of a service report the same database: their sum would count it more than once."""
    return f"max by ({by}) ({metric}{{{_CHOSEN}}})"


def _rate(metric: str, by: str) -> str:
    return f"sum by ({by}) (rate({metric}{{{_CHOSEN}}}[5m]))"
