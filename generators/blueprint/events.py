"""Section `events`: what is published, by whom, for whom."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from decomposer.documents import Model
from generators.blueprint.names import Identifier, Name
from generators.blueprint.services import Store

Broker = Literal["nats", "kafka", "rabbitmq", "sns-sqs"]
Pattern = Literal["pub-sub", "point-to-point"]


BY_SUBJECT: frozenset[Broker] = frozenset({"nats"})
"""Brokers on which each event travels on a subject of its own; on others, on the topics chosen."""


class Topic(Model):
    """A stream of messages."""

    producers: tuple[Name, ...] = ()
    consumers: tuple[Name, ...] = ()
    """Services; the replicas of one share its messages (a consumer group)."""
    pattern: Pattern = "pub-sub"
    """`pub-sub`: each consumer gets every message. `point-to-point`: one consumer does."""
    partitions: Annotated[PositiveInt, Field(le=1000)] = 1
    key: Identifier | None = None
    """The field that chooses the partition: messages of one key stay in order."""
    messages: tuple[Identifier, ...] = ()
    """The events it carries."""
    dead_letter: bool = True
    """Whether a message that keeps failing is set aside rather than retried for ever."""


class Aggregate(Model):
    """Something whose state is the sum of its events."""

    service: Name
    events: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    snapshot_every: PositiveInt | None = None
    """Events between two snapshots; without, every load replays from the first."""


class Projection(Model):
    """A read model built from events."""

    service: Name
    topics: Annotated[tuple[Name, ...], Field(min_length=1)]
    store: Store = "postgresql"


class Events(Model):
    """The asynchronous side of the architecture."""

    broker: Broker = "nats"
    topics: Mapping[Name, Topic] = Field(default_factory=dict)
    aggregates: Mapping[Name, Aggregate] = Field(default_factory=dict)
    projections: Mapping[Name, Projection] = Field(default_factory=dict)

    def concern(self, service: str) -> bool:
        """Whether a service publishes or consumes: only then it talks to the broker."""
        return any(service in (*each.producers, *each.consumers) for each in self.topics.values())
