"""A service's metrics, read back as figures."""

from math import inf

import pytest

from labs.commerce.platform.telemetry import Metrics
from labs.observe.metrics import Figures, figures, quantile, read_metrics


def test_figures_are_of_the_services_work_and_not_of_its_probes() -> None:
    metrics = Metrics()
    for module, status, seconds in (("cart", "200", 0.002), ("cart", "503", 0.009)):
        labels = {"module": module, "method": "GET", "route": "/"}
        metrics.count("shop_requests_total", **labels, status=status)
        metrics.observe("shop_request_seconds", seconds, **labels)
    metrics.count(
        "shop_requests_total", 9, module="platform", method="GET", route="/ready", status="503"
    )
    metrics.gauge("shop_sagas", 2, status="running")
    metrics.gauge("shop_sagas", 1, status="failed")
    metrics.gauge("shop_breaker_state", 2, peer="stock")
    metrics.gauge("shop_breaker_state", 1, peer="search")
    found = figures("order", metrics.exposition().decode())
    assert (found.requests, found.errors, found.sagas, found.open_breakers) == (2, 1, 3, 1)
    assert 7.5 < found.p95_ms <= 10


@pytest.mark.parametrize(("part", "value"), [(0.25, 0.5), (0.5, 1.0), (0.75, 2.0), (1.0, 3.0)])
def test_a_quantile_lies_straight_between_two_bounds(part: float, value: float) -> None:
    assert quantile({1.0: 2.0, 3.0: 4.0, inf: 4.0}, part) == value


def test_beyond_the_last_bound_the_last_bound_is_all_that_is_known() -> None:
    assert quantile({1.0: 0.0, inf: 5.0}, 0.5) == 1.0


def test_of_nothing_there_is_no_quantile() -> None:
    assert quantile({}, 0.5) == quantile({1.0: 0.0, inf: 0.0}, 0.5) == 0.0


def test_a_service_that_is_silent_is_said_to_be() -> None:
    assert read_metrics({"order": "http://127.0.0.1:9"}) == (Figures("order"),)
