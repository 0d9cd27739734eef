"""What things cost in a month, in US dollars: enough to compare architectures, never to buy by."""

from importlib import resources
from typing import Annotated

import msgspec

Usd = Annotated[float, msgspec.Meta(gt=0)]


class Prices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table, by month."""

    as_of: str
    source: str
    vcpu: Usd
    gib: Usd
    """Of memory."""
    cluster: Usd
    """Its control plane."""
    balancer: Usd
    nat: Usd
    """A gateway from private addresses to the world."""
    stores: dict[str, Usd]
    """A small managed server."""
    brokers: dict[str, Usd]
    """The smallest managed or own cluster."""


def prices() -> Prices:
    """The table of the course."""
    table = (resources.files(__name__) / "prices.json").read_bytes()
    return msgspec.json.decode(table, type=Prices)


__all__ = ["Prices", "prices"]
