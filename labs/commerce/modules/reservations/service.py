"""Setting goods aside for orders."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from labs.commerce.modules.reservations.api import (
    ItemsReleased,
    ItemsReserved,
    Release,
    Reservation,
    ReservationFailed,
    Reserve,
)
from labs.commerce.modules.reservations.store import ReservationsStore
from labs.commerce.modules.stock.api import GiveBack, Stock, Take
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, NotFoundError
from labs.commerce.platform.events import Outbox


@dataclass(frozen=True, slots=True)
class ReservationsService:
    """Fulfils the contract of reservations."""

    database: Database
    store: ReservationsStore
    stock: Stock
    outbox: Outbox
    clock: Clock

    async def find(self, order_id: UUID) -> Reservation:
        """An order's reservation."""
        reservation = await self.store.find(order_id)
        if reservation is None:
            raise NotFoundError("reservation-unknown", orderId=str(order_id))
        return reservation

    async def reserve(self, message: Reserve) -> Reservation:
        """Set goods aside."""
        try:
            async with self.database.together(self.stock):
                return await self._reserve(message)
        except DomainError as error:
            if not self.database.in_transaction:
                await self._refuse(message, error.code)
            raise

    async def hold(self, message: Reserve) -> Reservation:
        """Note that goods are set aside that the caller takes from stock."""
        async with self.database.transaction():
            known, is_new = await self._opened(message)
            if is_new:
                self.outbox.publish(_reserved(message))
            elif known.status != "HELD":
                await self._hold(message)
        return msgspec.structs.replace(known, status="HELD")

    async def release(self, message: Release) -> Reservation:
        """Let an order's goods go."""
        order_id = message.order_id
        async with self.database.together(self.stock):
            known = await self._never_again(order_id)
            await self.stock.give_back(GiveBack(order_id=order_id))
            told = self.outbox.envelope(ItemsReleased(order_id=order_id, items=known.items))
            await self.store.move(order_id, "RELEASED", only_from=("PENDING", "HELD"), told=told)
        return msgspec.structs.replace(known, status="RELEASED")

    async def _never_again(self, order_id: UUID) -> Reservation:
        """The reservation; where there is none yet, from now on there can be none."""
        async with self.database.transaction():
            known, is_new = await self.store.open(order_id, "RELEASED", [], self.clock.now())
            if is_new:
                # whoever undoes an order waits to hear it, though there was nothing to undo
                self.outbox.publish(ItemsReleased(order_id=order_id, items=[]))
        return known

    async def _opened(self, message: Reserve) -> tuple[Reservation, bool]:
        """The reservation, if it may still come about; and whether nobody knew of it."""
        order_id = message.order_id
        # what the rest of the transaction can still take back holds at once
        status = "HELD" if self.database.in_transaction else "PENDING"
        known, is_new = await self.store.open(order_id, status, message.items, self.clock.now())
        if known.status == "RELEASED":
            raise DomainError("reservation-released", orderId=str(order_id))
        if known.status == "REFUSED":
            raise DomainError(known.reason, orderId=str(order_id))
        return known, is_new

    async def _reserve(self, message: Reserve) -> Reservation:
        known, is_new = await self._opened(message)
        if is_new or known.status != "HELD":
            await self.stock.take(Take(order_id=message.order_id, items=message.items))
        if known.status != "HELD":
            await self._hold(message)
        elif is_new:
            self.outbox.publish(_reserved(message))
        return msgspec.structs.replace(known, status="HELD")

    async def _hold(self, message: Reserve) -> None:
        order_id, told = message.order_id, self.outbox.envelope(_reserved(message))
        if await self.store.move(order_id, "HELD", only_from=("PENDING",), told=told):
            return
        overtaken = await self.find(order_id)
        if overtaken.status != "HELD":
            # by a release, or by an attempt that was refused: either has been told to the world
            await self.stock.give_back(GiveBack(order_id=order_id))
            raise DomainError(overtaken.reason or "reservation-released", orderId=str(order_id))

    async def _refuse(self, message: Reserve, reason: str) -> None:
        """Leave a trace of the refusal: what was written with the attempt is rolled back."""
        order_id, items = message.order_id, message.items
        told = self.outbox.envelope(ReservationFailed(order_id=order_id, reason=reason))
        await self.store.refuse(order_id, items, reason, self.clock.now(), told)


def _reserved(message: Reserve) -> ItemsReserved:
    return ItemsReserved(order_id=message.order_id, items=message.items)
