"""The public API of orders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query

from order_service.modules.orders.api import Comparison, Order, OrderShown, PlaceOrder, Saga
from order_service.modules.orders.service import OrdersService
from order_service.platform.identity import Principal, SignedIn, holding

PREFIX = "/api/v1/orders"


def router(orders: OrdersService) -> APIRouter:
    """Every operation that the contract promises."""
    routes = APIRouter(prefix=PREFIX, tags=["orders"])

    @routes.get("")
    async def mine(
        caller: SignedIn, limit: Annotated[int, Query(ge=0, le=100)] = 20
    ) -> list[Order]:
        return await orders.mine(caller, limit)

    @routes.post("", status_code=201, responses={202: {}})
    async def place(
        caller: SignedIn,
        wanted: PlaceOrder,
        idempotency_key: Annotated[str | None, Header(pattern="^[!-~]{1,255}$")] = None,
    ) -> Order:
        return await orders.place(caller, wanted, idempotency_key)

    @routes.get("/rebuild")
    async def compare(caller: Annotated[Principal, Depends(holding("admin"))]) -> Comparison:
        return await orders.compare(caller)

    @routes.post("/rebuild")
    async def repair(caller: Annotated[Principal, Depends(holding("admin"))]) -> Comparison:
        return await orders.repair(caller)

    @routes.get("/{order_id}")
    async def show(caller: SignedIn, order_id: UUID) -> Order:
        return await orders.show(caller, order_id)

    @routes.get("/{order_id}/history")
    async def history(caller: SignedIn, order_id: UUID) -> OrderShown:
        return await orders.history(caller, order_id)

    @routes.get("/{order_id}/saga")
    async def saga(caller: SignedIn, order_id: UUID) -> Saga:
        return await orders.saga(caller, order_id)

    @routes.post("/{order_id}/withdrawal", responses={202: {}})
    async def withdraw(caller: SignedIn, order_id: UUID) -> Order:
        return await orders.withdraw(caller, order_id)

    return routes
