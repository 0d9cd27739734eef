"""How many calls from service to service a request costs, as the shop itself counts them."""

from dataclasses import dataclass

from labs.traffic.journey import Journey


@dataclass(frozen=True, slots=True)
class Hops:
    """Network calls behind the gateway."""

    by_step: dict[str, int]
    """The last request of each step."""

    @property
    def checkout(self) -> int:
        """Of the request that placed the order; what a saga does after its answer is not in it."""
        return self.by_step.get("order", 0)

    @property
    def total(self) -> int:
        """Of the whole journey."""
        return sum(self.by_step.values())


def hops_of(journey: Journey) -> Hops:
    """What the steps of a journey cost."""
    return Hops({step.name: step.hops for step in journey.steps})
