"""Amazon SNS and SQS as the broker: a topic for each stream, a queue for each service reading it.

Both are there before the service: whoever provides the environment makes them. Region, credentials
and another endpoint come from where every AWS client looks for them.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError

from .broker import Delivery, Outgoing
from .errors import UnavailableError
from .topics import Topics

_ANSWER_S = 0.5
_PATIENCE_S = 5
_POLL_S = 10
_HOLD_S = 60

_AWAY = (BotoCoreError, ClientError, OSError, TimeoutError)
_EVENT = "event"


class SnsSqsBroker:
    """Fulfils `Broker` but for the order: standard queues keep none."""

    def __init__(self, url: str, topics: Topics) -> None:
        self._prefix = urlsplit(url).netloc
        """What every topic's and every queue's name begins with: `sns-sqs://shop-prod`."""
        self._topics = topics
        self._clients = AsyncExitStack()
        self._sts: Any = None

    async def open(self, name: str) -> None:
        """Learn where topics are: their names hold the account."""
        self._name = name
        config = AioConfig(connect_timeout=_PATIENCE_S, read_timeout=_POLL_S + _PATIENCE_S)
        session = get_session()
        self._sts, self._sns, self._sqs = [
            await self._clients.enter_async_context(session.create_client(each, config=config))
            for each in ("sts", "sns", "sqs")
        ]
        caller = await self._sts.get_caller_identity()
        partition = caller["Arn"].split(":")[1]
        region = self._sns.meta.region_name
        self._arn = f"arn:{partition}:sns:{region}:{caller['Account']}:{self._prefix}"

    async def close(self) -> None:
        """Disconnect."""
        await self._clients.aclose()

    async def answers(self) -> bool:
        """Whether AWS knows the service, which needs no permission."""
        if self._sts is None:
            return False
        try:
            async with asyncio.timeout(_ANSWER_S):
                await self._sts.get_caller_identity()
        except _AWAY:
            return False
        return True

    async def publish(self, event: Outgoing) -> None:
        """To whoever subscribes. One that is repeated arrives twice, by the same id."""
        topic = self._topics.carrier(event.event)
        if topic is None:
            return
        try:
            await self._sns.publish(
                TopicArn=f"{self._arn}-{topic}",
                Message=event.payload.decode(),
                MessageAttributes={_EVENT: _text(event.event)},
            )
        except _AWAY:
            raise UnavailableError("broker-unavailable") from None

    async def deliveries(
        self, consumer: str, events: Sequence[str]
    ) -> AsyncGenerator[Delivery, None]:
        """What was not deleted, from every queue as it comes."""
        names = [f"{topic}-{consumer}" for topic in self._topics.carrying(events)]
        queues = [await self._queue(name) for name in names]
        waiting = {asyncio.create_task(self._receive(queue)): queue for queue in queues}
        try:
            while True:
                answered, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in answered:
                    queue = waiting.pop(task)
                    for message in task.result():
                        delivery = self._delivery(queue, message)
                        if delivery.event in events:
                            yield delivery
                        else:
                            await delivery.done()
                    waiting[asyncio.create_task(self._receive(queue))] = queue
        finally:
            for task in waiting:
                task.cancel()

    async def bury(self, module: str, delivery: Delivery) -> None:
        """Where the queue itself puts what it has handed out too often."""
        topic = self._topics.carriers[delivery.event]
        try:
            await self._sqs.send_message(
                QueueUrl=await self._queue(f"{topic}-{self._name}-dead"),
                MessageBody=delivery.payload.decode(),
                MessageAttributes={_EVENT: _text(delivery.event), "module": _text(module)},
            )
        except _AWAY:
            raise UnavailableError("broker-unavailable") from None

    async def _queue(self, name: str) -> str:
        found = await self._sqs.get_queue_url(QueueName=f"{self._prefix}-{name}")
        return str(found["QueueUrl"])

    async def _receive(self, queue: str) -> list[dict[str, Any]]:
        """At most one: the time that a second would wait here counts as time spent on it."""
        answer = await self._sqs.receive_message(
            QueueUrl=queue,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=_POLL_S,
            MessageAttributeNames=[_EVENT],
        )
        messages: list[dict[str, Any]] = answer.get("Messages", [])
        return messages

    def _delivery(self, queue: str, message: dict[str, Any]) -> Delivery:
        receipt = {"QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"]}

        async def done() -> None:
            await self._sqs.delete_message(**receipt)

        async def hold() -> None:
            await self._sqs.change_message_visibility(**receipt, VisibilityTimeout=_HOLD_S)

        event = message.get("MessageAttributes", {}).get(_EVENT, {}).get("StringValue", "")
        return Delivery(event, message["MessageId"], message["Body"].encode(), done, hold)


def _text(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": value}
