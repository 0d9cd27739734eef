"""How far an order got, as a row of milestones."""

from dataclasses import dataclass

from labs.commerce.companions.storefront.backend.purchases import Timeline

WAY = ("placed", "paid", "confirmed", "on-its-way", "delivered")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A stage of an order's way."""

    name: str
    state: str
    """`done`, `now` or `ahead`."""


def milestones(status: str, timeline: Timeline | None) -> list[Milestone]:
    """The way, with where the order stands; the events may be a little behind the order."""
    told = (timeline.status if timeline else "").replace(" ", "-")
    reached = WAY.index(told) if told in WAY else 0
    if status == "CANCELLED":
        return [Milestone("placed", "done"), Milestone("cancelled", "now")]
    if status == "CONFIRMED":
        reached = max(reached, WAY.index("confirmed"))
    return [Milestone(name, _state(place, reached)) for place, name in enumerate(WAY)]


def _state(place: int, reached: int) -> str:
    if place == reached:
        return "now"
    return "done" if place < reached else "ahead"
