"""On which topics of the blueprint a service's events travel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from content.contracts import module_contracts
from generators.blueprint.document import Blueprint
from generators.blueprint.events import BY_SUBJECT, Events, Topic


@dataclass(frozen=True, slots=True)
class TopicsView:
    """What of the blueprint's topics concerns a service."""

    told: Mapping[str, str | None] = field(default_factory=dict)
    """The topic of each event that the service tells; None where no topic is its own."""
    heard: Mapping[str, str | None] = field(default_factory=dict)
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The services that read each of these topics."""

    @property
    def carriers(self) -> dict[str, str]:
        """Every event that travels, and its topic."""
        both = {**self.heard, **self.told}
        return {event: both[event] for event in sorted(both) if both[event]}  # type: ignore[misc]


def topics_view(bp: Blueprint, service: str) -> TopicsView:
    """The topics of one service."""
    if bp.events is None:
        return TopicsView()
    known = module_contracts()["modules"]
    held = [known[module] for module in sorted(bp.services[service].modules) if module in known]
    told = {event: _carrier(bp, service, event) for each in held for event in each["tells"]}
    heard = {event: _source(bp, service, event) for each in held for event in each["hears"]}
    used = sorted({topic for topic in (*told.values(), *heard.values()) if topic})
    own = {topic for event, topic in heard.items() if topic and event in told}
    return TopicsView(
        dict(sorted(told.items())),
        dict(sorted(heard.items())),
        {topic: _readers(bp, topic, service if topic in own else None) for topic in used},
    )


def events_unheard(bp: Blueprint) -> tuple[str, ...]:
    """The events that other services react to, and that none of these gets as generated."""
    reach: dict[str, bool] = {}
    for listener in bp.services:
        for event, topic in topics_view(bp, listener).heard.items():
            for teller in _tellers(bp, event):
                if teller != listener:
                    reach[event] = reach.get(event, False) or _arrives(bp, teller, listener, topic)
    return tuple(sorted(event for event, reached in reach.items() if not reached))


def _arrives(bp: Blueprint, teller: str, listener: str, topic: str | None) -> bool:
    """Whether two services meet at the broker; who talks to none has one inside its process."""
    events = bp.events or Events()
    both = events.concern(teller) and events.concern(listener)
    return both and (events.broker in BY_SUBJECT or topic is not None)


def _carrier(bp: Blueprint, producer: str, event: str) -> str | None:
    """The topic that lists the event, else the first of its producer's."""
    own = [(name, topic) for name, topic in _topics(bp) if producer in topic.producers]
    listing = [name for name, topic in own if event in topic.messages]
    return (*listing, *(name for name, _ in own), None)[0]


def _source(bp: Blueprint, consumer: str, event: str) -> str | None:
    """Where a service hears an event: what it tells itself it hears in any case."""
    for teller in _tellers(bp, event):
        topic = _carrier(bp, teller, event)
        if topic and (teller == consumer or consumer in dict(_topics(bp))[topic].consumers):
            return topic
    return None


def _tellers(bp: Blueprint, event: str) -> Iterator[str]:
    modules = module_contracts()["modules"]
    for name, service in bp.services.items():
        if any(event in modules.get(module, {"tells": ()})["tells"] for module in service.modules):
            yield name


def _readers(bp: Blueprint, topic: str, own: str | None) -> tuple[str, ...]:
    consumers = dict(_topics(bp))[topic].consumers
    return tuple(sorted({*consumers, own} - {None}))  # type: ignore[arg-type]


def _topics(bp: Blueprint) -> Iterator[tuple[str, Topic]]:
    yield from (bp.events.topics.items() if bp.events else ())
