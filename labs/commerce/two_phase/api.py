"""The contract of a participant: what the coordinator of a distributed transaction may ask for."""

from typing import Protocol
from uuid import UUID

from labs.commerce.modules.orders.api import OrderRef
from labs.commerce.modules.payments.api import Charge
from labs.commerce.modules.reservations.api import Reserve
from labs.commerce.modules.shipping.api import Schedule
from labs.commerce.modules.stock.api import Take
from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Message, Nothing


class Branch(Message, frozen=True):
    """One deployable's part of a transaction: all that its modules have to write, in one."""

    order_id: UUID
    attempt: int
    """Counts from 1. What was rolled back is attempted anew, as another transaction."""
    take: Take | None = None
    hold: Reserve | None = None
    settle: Charge | None = None
    schedule: Schedule | None = None
    confirm: OrderRef | None = None


class Decision(Message, frozen=True):
    """How a transaction ends, for good."""

    order_id: UUID
    attempt: int
    commit: bool


class InDoubt(Message, frozen=True):
    """A branch that voted yes and was not told the decision."""

    order_id: UUID
    attempt: int
    age_ms: int


class InDoubts(Message, frozen=True):
    """Every branch of a database that is in doubt."""

    branches: list[InDoubt]


class Participant(Protocol):
    """A deployable's database, taking part in transactions that others decide."""

    async def prepare(self, message: Branch) -> Nothing:
        """Do the work and promise to commit it. What it locked stays locked until the decision.

        Raises:
            DomainError: the rules say no; the branch is rolled back.
        """
        ...

    @idempotent
    async def decide(self, message: Decision) -> Nothing:
        """Commit or roll back what was promised. A branch that is not there has been decided."""
        ...

    @idempotent
    async def in_doubt(self, message: Nothing) -> InDoubts:
        """The promises that wait for a decision, the oldest first."""
        ...
