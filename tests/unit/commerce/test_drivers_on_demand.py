"""Drivers that nobody chose cost no memory, nor does an HTTP client that nobody calls."""

import subprocess
import sys

import pytest

_LOADS = """
import sys
from labs.commerce.host import MODULES, preload
from labs.commerce.platform.brokers.choosing import broker_at
from labs.commerce.spec import Deployable, Secrets, Spec, Stores
shop = Deployable(name="shop", modules=MODULES, database="", port=1)
spec = Spec(deployables=(shop,), peers={}, cache="", secrets=Secrets("", ""), %s)
preload(spec)
broker_at(spec.broker, 0.1)
print(*sorted({"pymongo", "elasticsearch", "aiohttp", "nats", "confluent_kafka", "aio_pika"}
    & sys.modules.keys()))
"""


@pytest.mark.parametrize(
    ("chosen", "loaded"),
    [
        ("broker=''", "nats"),
        ("broker='nats://x:1'", "nats"),
        ("broker='kafka://x:1'", "confluent_kafka"),
        ("broker='amqp://x:1/'", "aio_pika"),
        ("broker='', stores=Stores('mongodb://x')", "nats pymongo"),
        ("broker='', stores=Stores('', 'http://x')", "aiohttp elasticsearch nats"),
    ],
)
def test_a_driver_is_loaded_before_the_fork_where_it_is_chosen_and_nowhere_else(
    chosen: str, loaded: str
) -> None:
    argv = [sys.executable, "-c", _LOADS % chosen]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stdout.split() == loaded.split()
