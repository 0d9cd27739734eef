"""Section `objectives`: what the architecture is for, in figures."""

from typing import Annotated

from pydantic import Field, PositiveFloat, PositiveInt

from decomposer.documents import Model


class Objectives(Model):
    """The targets of the capstone."""

    users: PositiveInt = 10_000
    """At the same time."""
    think_time_s: PositiveFloat = 10.0
    """Between two requests of one user, in the mean."""
    p95_ms: PositiveInt = 200
    """95 of 100 requests are answered within this many milliseconds."""
    availability_percent: Annotated[float, Field(gt=0, le=100)] = 99.9
    monthly_cost_usd: PositiveInt | None = None
    """At most."""
