"""Metrics, as the official parser reads them."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from labs.commerce.platform.telemetry import Metrics
from labs.commerce.platform.telemetry.families import HELP


def samples(metrics: Metrics) -> dict[tuple[str, tuple[str, ...]], float]:
    families = text_string_to_metric_families(metrics.exposition().decode())
    return {
        (sample.name, tuple(sorted(sample.labels.values()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_counters_gauges_and_histograms_are_read_back() -> None:
    metrics = Metrics()
    metrics.count("shop_remote_retries_total", peer="stock")
    metrics.count("shop_remote_retries_total", 2, peer="stock")
    metrics.gauge("shop_outbox_events", 7)
    metrics.observe("shop_request_seconds", 0.004, module="cart")
    read = samples(metrics)
    assert read["shop_remote_retries_total", ("stock",)] == 3
    assert read["shop_outbox_events", ()] == 7
    assert read["shop_request_seconds_bucket", ("0.003", "cart")] == 0
    assert read["shop_request_seconds_bucket", ("0.005", "cart")] == 1
    assert read["shop_request_seconds_count", ("cart",)] == 1


def test_a_label_with_quotes_and_line_ends_breaks_nothing() -> None:
    metrics = Metrics()
    metrics.count("shop_remote_retries_total", peer='a"b\n\\c')
    assert samples(metrics)["shop_remote_retries_total", ('a"b\n\\c',)] == 1


def test_what_was_counted_can_be_asked() -> None:
    metrics = Metrics()
    assert metrics.value("shop_remote_retries_total", peer="stock") == 0
    metrics.count("shop_remote_retries_total", peer="stock")
    assert metrics.value("shop_remote_retries_total", peer="stock") == 1


def test_one_name_is_one_kind_of_metric() -> None:
    metrics = Metrics()
    metrics.count("shop_remote_retries_total", peer="stock")
    with pytest.raises(TypeError):
        metrics.gauge("shop_remote_retries_total", 1, peer="stock")


def test_every_metric_says_what_it_is() -> None:
    assert all(text.endswith(".") and text != name for name, text in HELP.items())
