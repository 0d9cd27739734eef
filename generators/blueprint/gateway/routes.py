"""Where a request goes, and what bounds it on the way."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from decomposer.documents import Model
from generators.blueprint.names import Method, Name, Prefix

RouteAuth = Literal["none", "jwt", "api-key"]


class Route(Model):
    """Requests under a prefix go to one service; of several prefixes the longest wins."""

    prefix: Prefix
    service: Name
    module: Name | None = None
    """The module behind the prefix: a generated service mounts its router there."""
    auth: RouteAuth = "none"
    """What a request must carry. With `none` a token that is sent is still verified."""
    timeout_ms: PositiveInt = 5_000
    """The gateway answers 504 after this many milliseconds, retries included."""
    retries: Annotated[NonNegativeInt, Field(le=10)] = 0
    """Further attempts after a connection failure, a reset or a 502, 503, 504."""
    per_try_timeout_ms: PositiveInt | None = None
    retry_methods: tuple[Method, ...] = ("GET", "HEAD", "OPTIONS")
    """Only these are retried: a repeated POST can charge a card twice."""
    cache: bool = False
    """The gateway keeps answers to GET for as long as their `cache-control` allows."""
    rewrite: Prefix | None = None
    """What the service sees instead of the prefix."""
