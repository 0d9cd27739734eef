"""Topics, aggregates and projections."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.events import Events
from generators.blueprint.rules.references import service_unknown, services_unknown


def topic_ends(bp: Blueprint) -> Iterator[Violation]:
    """Producers and consumers are services."""
    for name, topic in _events(bp).topics.items():
        at = ("events", "topics", name)
        yield from services_unknown(bp, topic.producers, (*at, "producers"))
        yield from services_unknown(bp, topic.consumers, (*at, "consumers"))


def topic_without_producer(bp: Blueprint) -> Iterator[Violation]:
    """Somebody publishes to every topic."""
    for name, topic in _events(bp).topics.items():
        if not topic.producers:
            yield Violation("topic-without-producer", ("events", "topics", name), name)


def queue_with_several_consumers(bp: Blueprint) -> Iterator[Violation]:
    """Point-to-point means one consuming service; with two, each would miss messages."""
    for name, topic in _events(bp).topics.items():
        if topic.pattern == "point-to-point" and len(topic.consumers) > 1:
            at = ("events", "topics", name, "consumers")
            params = {"consumers": len(topic.consumers)}
            yield Violation("queue-with-several-consumers", at, name, params=params)


def partitions_without_key(bp: Blueprint) -> Iterator[Violation]:
    """Several partitions need a key, or the events of one order overtake each other."""
    for name, topic in _events(bp).topics.items():
        if topic.partitions > 1 and topic.key is None:
            at = ("events", "topics", name, "partitions")
            yield Violation("partitions-without-key", at, str(topic.partitions))


def aggregate_events(bp: Blueprint) -> Iterator[Violation]:
    """An aggregate belongs to a service, and its events travel on some topic."""
    events = _events(bp)
    published = {message for topic in events.topics.values() for message in topic.messages}
    for name, aggregate in events.aggregates.items():
        at = ("events", "aggregates", name)
        yield from service_unknown(bp, aggregate.service, (*at, "service"))
        for index, event in enumerate(aggregate.events):
            if event not in published:
                expected = tuple(sorted(published))
                yield Violation("event-unpublished", (*at, "events", index), event, expected)


def projection_sources(bp: Blueprint) -> Iterator[Violation]:
    """A projection is a service's, and reads topics that the service consumes."""
    events = _events(bp)
    for name, projection in events.projections.items():
        at = ("events", "projections", name)
        yield from service_unknown(bp, projection.service, (*at, "service"))
        for index, topic in enumerate(projection.topics):
            place = (*at, "topics", index)
            if topic not in events.topics:
                yield Violation("topic-unknown", place, topic, tuple(events.topics))
            elif projection.service not in events.topics[topic].consumers:
                params = {"service": projection.service}
                yield Violation("projection-not-consumer", place, topic, params=params)


def _events(bp: Blueprint) -> Events:
    return bp.events or Events()


RULES = (
    topic_ends,
    topic_without_producer,
    queue_with_several_consumers,
    partitions_without_key,
    aggregate_events,
    projection_sources,
)
