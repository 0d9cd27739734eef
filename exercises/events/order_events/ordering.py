"""Keys and partitions: what stays in order, and who shares the work."""

from collections import defaultdict
from collections.abc import Iterator

from exercises.events.order_events.evidence import EventEvidence
from exercises.events.order_events.flow import MESSAGES, WORKERS
from exercises.events.order_events.replay import Delivery, deliveries, one_buyer, two_orders
from exercises.grading.grader import Check
from exercises.model import Finding


def keys_carried(evidence: EventEvidence) -> Iterator[Finding]:
    """Each topic has a key, and each of its messages carries it."""
    for name, topic in evidence.flow_topics():
        at = ("topics", name, "key")
        if topic.key is None:
            yield evidence.at(at[:2], "event-key-missing", "4.4#partition-key", topic=name)
            continue
        for message in topic.messages:
            if message in MESSAGES and topic.key not in MESSAGES[message].fields:
                yield evidence.at(
                    at,
                    "event-key-absent",
                    "4.4#partition-key",
                    topic=name,
                    key=topic.key,
                    message=message,
                    fields=", ".join(MESSAGES[message].fields),
                )


def order_kept(evidence: EventEvidence) -> Iterator[Finding]:
    """What happens to one order reaches a consumer in the order in which it happened."""
    tracks: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for delivery in deliveries(evidence.events, two_orders()):
        order = delivery.occurrence.fields["order_id"]
        tracks[delivery.topic, order].append(delivery)
    for (topic, order), track in tracks.items():
        if len({delivery.partition for delivery in track}) > 1:
            told = "\n".join(str(delivery) for delivery in track)
            key = evidence.events.topics[topic].key or "—"
            yield evidence.at(
                ("topics", topic, "key"),
                "event-order-lost",
                "4.4#partition-key",
                told=told,
                topic=topic,
                key=key,
                order=order,
            )


def work_shared(evidence: EventEvidence) -> Iterator[Finding]:
    """The orders of one big customer are not all left to one worker."""
    used: dict[str, set[int]] = defaultdict(set)
    for delivery in deliveries(evidence.events, one_buyer()):
        used[delivery.topic].add(delivery.partition)
    for name, topic in evidence.flow_topics():
        keyed = topic.key is not None and any(
            topic.key in MESSAGES[m].fields for m in topic.messages if m in MESSAGES
        )
        if keyed and topic.partitions > 1 and len(used[name]) == 1:
            partition = min(used[name])
            yield evidence.at(
                ("topics", name, "key"),
                "event-key-coarse",
                "4.4#partition-key",
                told=f"12 orders of one customer → {name}/{partition}",
                topic=name,
                key=topic.key or "—",
                partition=partition,
            )


def enough_partitions(evidence: EventEvidence) -> Iterator[Finding]:
    """Each replica of a consumer has a partition to work on."""
    for name, topic in evidence.flow_topics():
        if topic.partitions < WORKERS:
            yield evidence.at(
                ("topics", name, "partitions"),
                "event-too-few-partitions",
                "4.4#partitions",
                topic=name,
                partitions=topic.partitions,
                workers=WORKERS,
            )


def dead_letters_kept(evidence: EventEvidence) -> Iterator[Finding]:
    """A message that keeps failing does not hold up all that come after it."""
    for name, topic in evidence.flow_topics():
        if not topic.dead_letter:
            at = ("topics", name, "dead_letter")
            yield evidence.at(at, "event-no-dead-letter", "4.4#delivery", topic=name)


CHECKS = (
    Check("events-keys-carried", keys_carried),
    Check("events-order-kept", order_kept),
    Check("events-work-shared", work_shared),
    Check("events-enough-partitions", enough_partitions),
    Check("events-dead-letters", dead_letters_kept),
)
