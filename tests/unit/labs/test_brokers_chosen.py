"""Which broker carries a shop's events, and what a lab says where that is not the designed one."""

import importlib.util

import pytest

from content.messages import messages
from content.messages.catalogue import Language
from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from labs.local.directories import LocalDirectory
from labs.local.options import LocalOptions
from labs.local.planning import prepare
from labs.wiring.brokers import carrier, carrier_url
from labs.wiring.errors import BrokerDriverMissingError
from tests.shops import reference

ELSEWHERE = ("kafka", "rabbitmq", "sns-sqs")


def with_broker(name: str) -> Blueprint:
    text = dump_blueprint(reference())
    return parse_blueprint(text.replace("broker: nats", f"broker: {name}"), "blueprint.yaml")


@pytest.mark.parametrize("designed", ELSEWHERE)
def test_a_lab_of_processes_says_what_does_the_work_of_a_broker_that_no_package_brings(
    designed, tmp_path
):
    directory = LocalDirectory(tmp_path, "lab")
    directory.create()
    plan = prepare(with_broker(designed), directory, LocalOptions(), None)
    assert plan.stands_in == {designed: "nats"}
    for language in Language:
        assert "NATS" in messages(language).text(f"lab-stands-in-{designed}")


def test_a_shop_without_events_of_its_own_is_carried_by_the_usual_broker():
    assert carrier(reference().model_copy(update={"events": None})) == "nats"


@pytest.mark.parametrize(
    ("designed", "driver"), [("kafka", "confluent_kafka"), ("rabbitmq", "aio_pika")]
)
def test_a_broker_whose_driver_is_missing_is_refused_by_its_extra(designed, driver, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "labs.wiring.brokers.find_spec", lambda name: None if name == driver else found(name)
    )
    with pytest.raises(BrokerDriverMissingError) as refused:
        carrier_url(with_broker(designed), "secret")
    assert refused.value.params == {"broker": designed, "driver": driver}
