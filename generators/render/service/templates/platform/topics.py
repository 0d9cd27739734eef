"""Which topic carries which event, and who reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .log import warn


@dataclass(frozen=True, slots=True)
class Topics:
    """What of the blueprint's topics concerns the service."""

    carriers: Mapping[str, str]
    """The topic of each event that is told or heard here."""
    readers: Mapping[str, Sequence[str]]
    """The services that read each topic."""

    def carrier(self, event: str) -> str | None:
        """The topic of an event that is told; what has none is told to nobody."""
        topic = self.carriers.get(event)
        if topic is None:
            warn("event-without-topic", kind=event)
        return topic

    def carrying(self, events: Iterable[str]) -> list[str]:
        """The topics on which these events come."""
        return sorted({self.carriers[event] for event in events if event in self.carriers})
