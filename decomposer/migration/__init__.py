"""From the monolith to a cut, one service at a time: the order, and what each step takes."""

from decomposer.migration.order import EXACT_SERVICES, Order, strangler_order
from decomposer.migration.plan import Migration, Step, migration
from decomposer.migration.sagas import Compensations, SagaNeeded, SagaStep

__all__ = [
    "EXACT_SERVICES",
    "Compensations",
    "Migration",
    "Order",
    "SagaNeeded",
    "SagaStep",
    "Step",
    "migration",
    "strangler_order",
]
