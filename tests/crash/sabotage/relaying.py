"""Wrong ways to get events from the outbox to the broker."""

import asyncio

from labs.commerce import host
from labs.commerce.platform.brokers.jetstream import JetStream
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.events.relay import Relay

_TAKE = (
    "DELETE FROM platform.outbox WHERE position IN"
    " (SELECT position FROM platform.outbox ORDER BY position LIMIT 200 FOR UPDATE SKIP LOCKED)"
    " RETURNING position, id, subject, payload"
)


class NoRelay(Relay):
    """Events are written down, and nobody ever reads them."""

    async def run(self) -> None:
        await asyncio.Event().wait()


class DeletingRelay(Relay):
    """Forgets events first and publishes them then: a crash in between loses them."""

    async def relay_batch(self) -> int:
        async with self._database.transaction():
            rows = await self._database.fetch(_TAKE)
        crash_here(Place.BEFORE_PUBLISH, *(row["subject"].rpartition(".")[2] for row in rows))
        for row in sorted(rows, key=lambda row: row["position"]):
            await self._broker.publish(row["subject"], str(row["id"]), row["payload"])
        return len(rows)


class HastyBroker(JetStream):
    """Hands events over and does not wait to hear that they are stored: acks=0."""

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        await self._client.publish(subject, payload, headers={"Nats-Msg-Id": event_id})


class NamelessBroker(JetStream):
    """Publishes without an id, so that the broker cannot tell a repetition."""

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        del event_id
        await self._jetstream.publish(subject, payload)


def no_relay() -> None:
    host.Relay = NoRelay


def delete_before_publish() -> None:
    host.Relay = DeletingRelay


def publish_without_ids() -> None:
    host.broker_at = NamelessBroker


def no_wait_for_acks() -> None:
    host.broker_at = HastyBroker
