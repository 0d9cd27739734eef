"""librdkafka's mock cluster as a server: the real protocol, and everything kept in memory."""

import sys
from dataclasses import dataclass
from pathlib import Path

from labs.commerce.platform.brokers.port import LOG
from labs.supervising.processes import Command

_SERVES = f"""
import signal
from confluent_kafka import Producer
settings = {{"test.mock.num.brokers": 1, "bootstrap.servers": "mock", "log_level": 0}}
cluster = Producer(settings)
(broker,) = cluster.list_topics("{LOG}", timeout=10).brokers.values()  # which makes the topic
print(f"kafka://{{broker.host}}:{{broker.port}}", flush=True)
signal.pause()
"""


@dataclass(frozen=True)
class MockKafka:
    """Cannot be restarted with what it has, only held up."""

    log: Path
    port: int = 0
    """It chooses one."""
    name: str = "kafka"

    @property
    def url(self) -> str:
        return self.log.read_text(encoding="utf-8").strip()

    async def prepare(self) -> None:
        """There is nothing to lay out."""

    def command(self) -> Command:
        return Command([sys.executable, "-c", _SERVES], self.log)

    async def refusal(self) -> str | None:
        return None if self.url else "no address yet"

    async def furnish(self) -> None:
        """The topic is there."""
