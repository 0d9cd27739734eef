"""How many requests the gateway lets through."""

from collections.abc import Mapping
from typing import Literal

from pydantic import ConfigDict, Field, PositiveInt

from decomposer.documents import Model
from generators.blueprint.names import Name

Algorithm = Literal["token-bucket", "leaky-bucket", "fixed-window", "sliding-window"]
Window = Literal["second", "minute", "hour"]

_SECONDS: dict[Window, int] = {"second": 1, "minute": 60, "hour": 3600}


class Limit(Model):
    """So many requests in a window of time."""

    requests: PositiveInt
    per: Window = "minute"
    algorithm: Algorithm = "token-bucket"
    burst: PositiveInt | None = None
    """Requests a token bucket lets through at once after a pause; by default a whole window's."""

    @property
    def window_s(self) -> int:
        """The length of the window, in seconds."""
        return _SECONDS[self.per]


class Limits(Model):
    """The limits, from the widest to the narrowest; a request must fit into each."""

    model_config = ConfigDict(populate_by_name=True)

    overall: Limit | None = Field(default=None, alias="global")
    """All requests together."""
    services: Mapping[Name, Limit] = Field(default_factory=dict)
    """All requests to one service."""
    tiers: Mapping[Name, Limit] = Field(default_factory=dict)
    """Each user, by the tier that the token claims."""
