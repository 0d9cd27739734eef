"""The contract of recommendation models: no module calls it, recommendations listens."""

from typing import Protocol

from labs.commerce.platform.messages import Event, Message


class Neighbours(Message, frozen=True):
    """The products that belong to one, the nearest first."""

    product_id: int
    similar: list[int]


class ModelTrained(Event, frozen=True):
    """There is a new model, whole in the event: it is small."""

    version: int
    neighbours: list[Neighbours]


class RecommendationModels(Protocol):
    """Learns which products belong together."""
