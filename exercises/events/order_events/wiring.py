"""Who publishes and who hears: facts for everyone concerned, commands for one."""

from collections.abc import Iterator

from exercises.events.order_events.evidence import EventEvidence
from exercises.events.order_events.flow import (
    AGGREGATE,
    HISTORY,
    LIFE,
    MESSAGES,
    PROJECTION,
)
from exercises.grading.grader import Check
from exercises.model import Finding


def all_published(evidence: EventEvidence) -> Iterator[Finding]:
    """Each message of the flow travels on one topic."""
    for message in MESSAGES:
        carriers = evidence.carriers(message)
        if not carriers:
            yield evidence.at(("topics",), "event-missing", "4.4#event-or-command", message=message)
        elif len(carriers) > 1:
            names = ", ".join(name for name, _ in carriers)
            at = ("topics", carriers[1][0], "messages")
            yield evidence.at(at, "event-twice", "4.4#delivery", message=message, topics=names)


def one_publisher(evidence: EventEvidence) -> Iterator[Finding]:
    """A fact is told by the service that knows it, and by no other."""
    for name, topic in evidence.flow_topics():
        homes = {evidence.home(MESSAGES[m].producer) for m in topic.messages if m in MESSAGES}
        for index, producer in enumerate(topic.producers):
            if producer not in homes:
                yield evidence.at(
                    ("topics", name, "producers", index),
                    "event-wrong-producer",
                    "4.4#event-or-command",
                    topic=name,
                    producer=producer,
                    expected=", ".join(sorted(homes)),
                )
        for home in sorted(homes - set(topic.producers)):
            yield evidence.at(
                ("topics", name, "producers"),
                "event-producer-missing",
                "4.4#event-or-command",
                topic=name,
                producer=home,
            )


def everyone_hears(evidence: EventEvidence) -> Iterator[Finding]:
    """Whoever has to act on a message hears it."""
    for message in MESSAGES:
        for name, topic in evidence.carriers(message)[:1]:
            for listener in evidence.listeners(message):
                if listener not in topic.consumers:
                    yield evidence.at(
                        ("topics", name, "consumers"),
                        "event-listener-missing",
                        "4.4#pubsub-or-queue",
                        told=f"{message} on {name} → {', '.join(topic.consumers) or 'nobody'}",
                        message=message,
                        listener=listener,
                    )


def facts_broadcast(evidence: EventEvidence) -> Iterator[Finding]:
    """A fact is for whoever wants to know: a queue would give it to one."""
    for name, topic in evidence.flow_topics():
        facts = [m for m in topic.messages if m in MESSAGES and not MESSAGES[m].command]
        if facts and topic.pattern == "point-to-point":
            at = ("topics", name, "pattern")
            read = "4.4#pubsub-or-queue"
            yield evidence.at(at, "event-fact-on-queue", read, topic=name, message=facts[0])


def commands_once(evidence: EventEvidence) -> Iterator[Finding]:
    """A command is carried out by one service, once."""
    for name, topic in evidence.flow_topics():
        commands = [m for m in topic.messages if m in MESSAGES and MESSAGES[m].command]
        if commands and topic.pattern != "point-to-point":
            told = "\n".join(f"{commands[0]} → {consumer}" for consumer in topic.consumers)
            yield evidence.at(
                ("topics", name),
                "event-command-broadcast",
                "4.4#pubsub-or-queue",
                told=told,
                topic=name,
                message=commands[0],
                times=len(topic.consumers),
            )


def order_sourced(evidence: EventEvidence) -> Iterator[Finding]:
    """The order is rebuilt from all of its events, which share a topic."""
    aggregate = evidence.events.aggregates.get(AGGREGATE)
    read = "4.4#event-sourcing"
    if aggregate is None:
        yield evidence.at((), "event-aggregate-missing", read, aggregate=AGGREGATE)
    elif missing := [event for event in LIFE if event not in aggregate.events]:
        at = ("aggregates", AGGREGATE, "events")
        yield evidence.at(at, "event-aggregate-incomplete", read, missing=", ".join(missing))
    elif aggregate.service != evidence.home("orders"):
        at = ("aggregates", AGGREGATE, "service")
        service = aggregate.service
        yield evidence.at(at, "event-aggregate-elsewhere", read, service=service)
    topics = {name for event in LIFE for name, _ in evidence.carriers(event)}
    if len(topics) > 1:
        names = ", ".join(sorted(topics))
        yield evidence.at(
            ("topics",), "event-aggregate-scattered", "4.4#partition-key", topics=names
        )


def history_complete(evidence: EventEvidence) -> Iterator[Finding]:
    """The customer's order history reads every topic that it tells of."""
    projection = evidence.events.projections.get(PROJECTION)
    read = "4.4#projections"
    if projection is None:
        yield evidence.at((), "event-projection-missing", read, projection=PROJECTION)
        return
    for message in HISTORY:
        topics = {name for name, _ in evidence.carriers(message)}
        if topics and not topics & set(projection.topics):
            at = ("projections", PROJECTION, "topics")
            yield evidence.at(at, "event-projection-blind", read, message=message)


def _told(evidence: EventEvidence) -> bool:
    """Whether some topic carries a message of the flow."""
    return any(evidence.flow_topics())


def _commanded(evidence: EventEvidence) -> bool:
    """Whether some topic carries a command."""
    return any(
        message in MESSAGES and MESSAGES[message].command
        for _, topic in evidence.flow_topics()
        for message in topic.messages
    )


CHECKS = (
    Check("events-published", all_published),
    Check("events-one-publisher", one_publisher, _told),
    Check("events-heard", everyone_hears, _told),
    Check("events-facts-broadcast", facts_broadcast, _told),
    Check("events-commands-once", commands_once, _commanded),
    Check("events-order-sourced", order_sourced),
    Check("events-history-complete", history_complete),
)
