"""The learner's topics, and the services that the flow's modules live in."""

from collections.abc import Iterator
from dataclasses import dataclass

from decomposer.documents import Source
from decomposer.documents.problem import Path
from exercises.answer import Answer
from exercises.events.order_events.flow import MESSAGES
from exercises.grading.blueprints import read_blueprint
from exercises.grading.documents import located
from exercises.model import Finding
from generators.blueprint import Blueprint
from generators.blueprint.events import Events, Topic


@dataclass(frozen=True, slots=True)
class EventEvidence:
    """A blueprint, seen from its topics."""

    source: Source
    blueprint: Blueprint

    @property
    def events(self) -> Events:
        """The section; an empty one where it is absent."""
        return self.blueprint.events or Events()

    def home(self, module: str) -> str:
        """The service that holds a module."""
        return self.blueprint.holders()[module]

    def carriers(self, message: str) -> tuple[tuple[str, Topic], ...]:
        """The topics on which a message travels."""
        topics = self.events.topics.items()
        return tuple((name, topic) for name, topic in topics if message in topic.messages)

    def listeners(self, message: str) -> tuple[str, ...]:
        """The services that must hear a message; its own publisher needs no topic for that."""
        homes = (self.home(module) for module in MESSAGES[message].listeners)
        own = self.home(MESSAGES[message].producer)
        return tuple(dict.fromkeys(home for home in homes if home != own))

    def flow_topics(self) -> Iterator[tuple[str, Topic]]:
        """The topics that carry a message of the flow."""
        for name, topic in self.events.topics.items():
            if any(message in MESSAGES for message in topic.messages):
                yield name, topic

    def at(
        self, at: Path, code: str, read: str, /, *, told: str = "", **params: str | int
    ) -> Finding:
        """A finding inside the section."""
        place = ("events", *at)
        return located(self.source, place, code, read, evidence=told, **params)


def read(answer: Answer) -> EventEvidence:
    """Parse the learner's blueprint."""
    return EventEvidence(*read_blueprint(answer))
