"""The public API of module orders."""

from itertools import count
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, status
from pydantic import BaseModel, ConfigDict, Field

PREFIX = "/api/v1/orders"
PAGE = 100


class NewOrdersRecord(BaseModel):
    """What a client sends. Replace `name` by what the module is about."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]


class OrdersRecord(NewOrdersRecord):
    """What the module keeps."""

    id: int


def new_router() -> APIRouter:
    """A router with records of its own, in memory until the module has its store."""
    router = APIRouter(prefix=PREFIX, tags=["orders"])
    records: dict[int, OrdersRecord] = {}
    numbers = count(1)

    @router.get("")
    async def list_records(
        limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
    ) -> list[OrdersRecord]:
        return list(records.values())[:limit]

    @router.post("", status_code=status.HTTP_201_CREATED)
    async def create_record(new: NewOrdersRecord) -> OrdersRecord:
        record = OrdersRecord(id=next(numbers), **new.model_dump())
        records[record.id] = record
        return record

    @router.get("/{record_id}")
    async def read_record(record_id: int) -> OrdersRecord:
        if record_id not in records:
            raise HTTPException(status.HTTP_404_NOT_FOUND)
        return records[record_id]

    return router
