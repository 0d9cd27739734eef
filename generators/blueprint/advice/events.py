"""Topics and what they carry."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.events import Events
from generators.blueprint.topics import events_unheard

_NAMED = 3
"""Lost events that a warning names; the others it counts."""


def topic_without_consumer(bp: Blueprint) -> Iterator[Violation]:
    """Somebody reads every topic."""
    for name, topic in _events(bp).topics.items():
        if not topic.consumers:
            at = ("events", "topics", name)
            yield Violation("topic-without-consumer", at, name, on_key=True)


def message_on_two_topics(bp: Blueprint) -> Iterator[Violation]:
    """An event travels on one topic: on two nobody can say in which order."""
    first: dict[str, str] = {}
    for name, topic in _events(bp).topics.items():
        for index, message in enumerate(topic.messages):
            if first.setdefault(message, name) != name:
                at = ("events", "topics", name, "messages", index)
                yield Violation("message-on-two-topics", at, message, (), {"other": first[message]})


def reaction_without_topic(bp: Blueprint) -> Iterator[Violation]:
    """What other services react to gets to one of them at least, as they are generated."""
    if lost := events_unheard(bp):
        at = ("events", "topics") if _events(bp).topics else ("events",)
        value = ", ".join(lost[:_NAMED]) + (", …" if len(lost) > _NAMED else "")
        params = {"events": len(lost)}
        yield Violation("reaction-without-topic", at, value, params=params, on_key=True)


def _events(bp: Blueprint) -> Events:
    return bp.events or Events()


ADVICE = (topic_without_consumer, message_on_two_topics, reaction_without_topic)
