"""Section `transactions`: how a checkout stays consistent across what was cut apart."""

from typing import Literal

from pydantic import PositiveInt

from decomposer.documents import Model
from generators.blueprint.names import Identifier, Name

Checkout = Literal["acid", "two-phase-commit", "saga-orchestration", "saga-choreography"]


class SagaStep(Model):
    """One local transaction of the saga."""

    action: Identifier
    service: Name
    compensation: Identifier | None = None
    """The action that undoes this one when a later step fails."""


class Saga(Model):
    """The steps, in the order in which they run; compensations run backwards."""

    steps: tuple[SagaStep, ...] = ()
    step_timeout_ms: PositiveInt = 2_000
    """After this many milliseconds a step's outcome counts as unknown, and it is asked again."""


class Transactions(Model):
    """How the checkout is carried out."""

    checkout: Checkout
    saga: Saga | None = None
