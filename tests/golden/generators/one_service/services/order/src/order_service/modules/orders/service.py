"""What orders does. `NotWrittenError` marks what is yours to write."""

from dataclasses import dataclass
from uuid import UUID

from order_service.modules.orders.api import (
    Comparison,
    Order,
    OrderList,
    OrderRef,
    OrderShown,
    OrdersWanted,
    OrderTotals,
    PlaceOrder,
    Saga,
)
from order_service.platform.errors import NotWrittenError
from order_service.platform.identity import Principal
from order_service.platform.messages import Nothing
from order_service.platform.outbox import Outbox
from order_service.platform.transactions import Transactions


@dataclass(frozen=True, slots=True)
class OrdersService:
    """Fulfils the contract of orders."""

    transactions: Transactions
    outbox: Outbox

    async def mine(self, caller: Principal, limit: int) -> list[Order]:
        raise NotWrittenError("orders.mine")

    async def place(
        self, caller: Principal, wanted: PlaceOrder, idempotency_key: str | None
    ) -> Order:
        raise NotWrittenError("orders.place")

    async def compare(self, caller: Principal) -> Comparison:
        raise NotWrittenError("orders.compare")

    async def repair(self, caller: Principal) -> Comparison:
        raise NotWrittenError("orders.repair")

    async def show(self, caller: Principal, order_id: UUID) -> Order:
        raise NotWrittenError("orders.show")

    async def history(self, caller: Principal, order_id: UUID) -> OrderShown:
        raise NotWrittenError("orders.history")

    async def saga(self, caller: Principal, order_id: UUID) -> Saga:
        raise NotWrittenError("orders.saga")

    async def withdraw(self, caller: Principal, order_id: UUID) -> Order:
        raise NotWrittenError("orders.withdraw")

    async def find(self, message: OrderRef) -> Order:
        raise NotWrittenError("orders.find")

    async def confirm(self, message: OrderRef) -> Nothing:
        raise NotWrittenError("orders.confirm")

    async def latest(self, message: OrdersWanted) -> OrderList:
        raise NotWrittenError("orders.latest")

    async def totals(self, message: Nothing) -> OrderTotals:
        raise NotWrittenError("orders.totals")
