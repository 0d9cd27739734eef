"""A generated service signs in to Kafka as the one that its blueprint chooses wants it."""

import asyncio
import importlib
import sys
import time
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace

import pytest

from generators.blueprint import Blueprint
from generators.render import render
from generators.render.service.templates.platform.topics import Topics
from tests.shops import in_the_cloud, reference

PLATFORM = "generators.render.service.templates.platform"
SIGNER = "aws-msk-iam-sasl-signer-python"
AT_AWS = "b-2.shop.a1b2c3.c2.kafka.eu-central-1.amazonaws.localhost:1"
"""As AWS names them, but for the end: nobody outside is asked where that is."""
ORDER = "services/order/src/order_service"


class Signer:
    """In place of AWS's, which is no dependency of ours: it takes down the regions."""

    def __init__(self) -> None:
        self.regions: list[str] = []

    def generate_auth_token(self, region: str) -> tuple[str, int]:
        self.regions.append(region)
        return "token", int(time.time() + 900) * 1000


@pytest.fixture
def signer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Signer]:
    signer, package = Signer(), ModuleType("aws_msk_iam_sasl_signer")
    package.MSKAuthTokenProvider = SimpleNamespace(generate_auth_token=signer.generate_auth_token)
    monkeypatch.setitem(sys.modules, package.__name__, package)
    yield signer
    sys.modules.pop(f"{PLATFORM}.msk_broker", None)


def opened(url: str) -> None:
    """The real client takes the settings, and asks for a token before it is there."""
    broker = importlib.import_module(f"{PLATFORM}.msk_broker").MskBroker(url, Topics({}, {}))

    async def open_and_close() -> None:
        await broker.open("order")
        await broker.close()

    asyncio.run(open_and_close())


def services(bp: Blueprint) -> dict[str, str]:
    return render(bp, ["services"])


def test_the_address_of_msk_signs_in_by_a_token_for_its_region(signer: Signer):
    opened(f"kafka+iam://{AT_AWS}")
    assert set(signer.regions) == {"eu-central-1"}


def test_another_address_needs_no_token(signer: Signer):
    opened("kafka://127.0.0.1:1")
    assert signer.regions == []


def test_where_kafka_is_at_aws_a_service_can_sign_in_as_its_pod():
    made = services(in_the_cloud(reference(), "kafka"))
    assert "MskBroker(settings.broker_url, TOPICS)" in made[f"{ORDER}/app.py"]
    assert {f"{ORDER}/platform/{name}_broker.py" for name in ("msk", "kafka")} <= made.keys()
    assert SIGNER in made["services/order/pyproject.toml"]
    assert "confluent-kafka" in made["services/order/pyproject.toml"]
    assert "`kafka+iam://" in made["services/order/README.md"]


@pytest.mark.parametrize("broker", ["nats", "sns-sqs"])
def test_elsewhere_nothing_of_it_comes_along(broker: str):
    made = services(in_the_cloud(reference(), broker))
    assert f"{ORDER}/platform/msk_broker.py" not in made
    assert SIGNER not in made["services/order/pyproject.toml"]
